// @ts-check
// What Python has by itself: its modules, what each type and some modules can do.

/** @param {string} s */
const words = (s) => s.split(/\s+/);

/** Modules of the standard library that a beginner may meet. */
export const MODULES = words(
  "abc argparse array ast asyncio base64 bisect calendar cmath collections colorsys concurrent configparser contextlib copy csv " +
    "ctypes curses dataclasses datetime decimal difflib dis doctest email enum errno fractions functools gc getpass glob gzip " +
    "hashlib heapq html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma math " +
    "multiprocessing numbers operator os pathlib pdb pickle pickletools platform pprint profile queue random re readline " +
    "reprlib sched secrets select shelve shlex shutil signal site smtplib socket sqlite3 ssl stat statistics string struct " +
    "subprocess sys sysconfig tarfile tempfile textwrap threading time timeit tkinter token tokenize traceback tracemalloc " +
    "turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser xml zipfile zlib zoneinfo",
);

/** Packages whose name for installing is another one. @type {Record<string, string>} */
export const PACKAGES = {
  cv2: "opencv-python", PIL: "pillow", sklearn: "scikit-learn", skimage: "scikit-image", bs4: "beautifulsoup4", yaml: "PyYAML",
  serial: "pyserial", dotenv: "python-dotenv", dateutil: "python-dateutil", Crypto: "pycryptodome", wx: "wxPython", docx: "python-docx",
};

/** What the types of Python can do. @type {Record<string, string[]>} */
export const METHODS = {
  str: words("capitalize casefold center count encode endswith expandtabs find format index isalnum isalpha isascii isdecimal isdigit " +
    "isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip partition replace rfind rindex " +
    "rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill"),
  list: words("append clear copy count extend index insert pop remove reverse sort"),
  dict: words("clear copy get items keys pop popitem setdefault update values"),
  set: words("add clear copy difference discard intersection isdisjoint issubset issuperset pop remove union update"),
  tuple: words("count index"),
  int: words("bit_length"),
  float: words("is_integer hex"),
  file: words("close read readline readlines write writelines seek flush"),
};

/** What some modules have. @type {Record<string, string[]>} */
export const MEMBERS = {
  math: words("acos asin atan atan2 ceil comb copysign cos cosh degrees dist e exp fabs factorial floor fmod fsum gcd hypot inf isclose " +
    "isfinite isinf isnan isqrt lcm ldexp log log10 log2 modf nan perm pi pow prod radians remainder sin sinh sqrt tan tanh tau trunc"),
  random: words("betavariate choice choices gauss normalvariate randbytes randint random randrange sample seed shuffle triangular uniform"),
  time: words("time sleep perf_counter monotonic strftime localtime gmtime ctime process_time"),
  turtle: words("forward backward left right penup pendown goto color pencolor fillcolor begin_fill end_fill circle speed width shape " +
    "Turtle Screen done mainloop hideturtle showturtle setheading home dot stamp write clear reset bgcolor"),
  statistics: words("mean median mode stdev variance pstdev pvariance fmean multimode quantiles"),
  os: words("listdir getcwd chdir mkdir makedirs remove rename path environ system walk sep name getenv"),
};
