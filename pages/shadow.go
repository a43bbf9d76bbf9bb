package pages

import (
	"slices"
	"strings"
	"sync"
)

// libraryModules are the modules of Python's library (3.8 to 3.14), a few
// that beginners install, and those that draw on the page. A file of that name beside a program would be imported
// in their place.
const libraryModules = `
	abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb
	binascii bisect black builtins bz2 calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys
	compileall compression concurrent configparser contextlib contextvars copy copyreg cprofile crypt csv ctypes
	curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno
	faulthandler fcntl filecmp fileinput fnmatch fractions friendly friendly_traceback ftplib functools gc
	genericpath getopt getpass gettext glob graphics graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr
	imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox
	mailcap marshal math math_graphics matplotlib mimetypes mmap modulefinder msilib msvcrt multiprocessing mypy netrc nis
	nntplib nt ntpath nturl2path numbers numpy opcode operator optparse os ossaudiodev pandas pathlib pdb pickle
	pickletools pil pip pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd
	py_compile pyclbr pydoc pydoc_data pyexpat pytest queue quopri random re readline reprlib requests resource
	rlcompleter ruff runpy sched scipy secrets select selectors setuptools shelve shlex shutil signal site
	sitecustomize smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl
	stat statistics string stringprep struct subprocess sunau sympy symtable sys sysconfig syslog tabnanny tarfile
	telnetlib tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback
	tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib usercustomize uu uuid venv warnings
	wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
`

// deviceNames mean a device in any folder of Windows.
const deviceNames = `
	con prn aux nul
	com1 com2 com3 com4 com5 com6 com7 com8 com9
	lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9
`

var taboo = sync.OnceValue(func() []string {
	names := strings.Fields(libraryModules + deviceNames)
	slices.Sort(names)
	return names
})

// shadows reports whether a file of that name, with .py behind it, would hide a
// module that a lesson may want to import, or cannot be made everywhere.
func shadows(stem string) bool {
	_, found := slices.BinarySearch(taboo(), strings.ToLower(stem))
	return found
}
