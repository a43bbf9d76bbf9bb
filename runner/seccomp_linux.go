//go:build linux && (amd64 || arm64)

package runner

import (
	"encoding/binary"
	"encoding/hex"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// refused are the system calls that no student's program needs and that reach
// parts of the kernel where most of its holes were found, or lead out of a
// namespace. They fail with EPERM.
var refused = append([]uint32{
	unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_KCMP, unix.SYS_PIDFD_GETFD,
	unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT, unix.SYS_MOVE_MOUNT, unix.SYS_OPEN_TREE,
	unix.SYS_FSOPEN, unix.SYS_FSCONFIG, unix.SYS_FSMOUNT, unix.SYS_FSPICK, unix.SYS_MOUNT_SETATTR, unix.SYS_QUOTACTL, unix.SYS_QUOTACTL_FD,
	unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_USERFAULTFD,
	unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY, unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER,
	unix.SYS_IO_URING_REGISTER, unix.SYS_OPEN_BY_HANDLE_AT, unix.SYS_NAME_TO_HANDLE_AT, unix.SYS_FANOTIFY_INIT,
	unix.SYS_KEXEC_LOAD, unix.SYS_KEXEC_FILE_LOAD, unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE,
	unix.SYS_REBOOT, unix.SYS_SWAPON, unix.SYS_SWAPOFF, unix.SYS_ACCT, unix.SYS_SYSLOG, unix.SYS_VHANGUP,
	unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME, unix.SYS_CLOCK_ADJTIME, unix.SYS_ADJTIMEX, unix.SYS_SETHOSTNAME,
	unix.SYS_SETDOMAINNAME, unix.SYS_MOVE_PAGES, unix.SYS_MIGRATE_PAGES,
	// Memory of theirs is nobody's, so that no limit counts it.
	unix.SYS_SHMGET, unix.SYS_MSGGET, unix.SYS_SEMGET, unix.SYS_MEMFD_CREATE, unix.SYS_MEMFD_SECRET,
}, refusedHere...)

// Where a filter finds what it looks at (struct seccomp_data); numbers are in the
// order of the machine, and those that we run on are little-endian.
const (
	unknownCalls = 463 // from setxattrat of Linux 6.13 on, by the numbers that all machines have

	offCall, offArch, offArgument0, offArgument1 = 0, 4, 16, 24

	newNamespaces = unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET |
		unix.CLONE_NEWIPC | unix.CLONE_NEWUTS | unix.CLONE_NEWCGROUP
)

// families are the kinds of sockets there may be: there is no network but the
// sandbox's own, and other kinds (the host's of a virtual machine, Bluetooth, …) are none.
var families = []uint32{unix.AF_UNIX, unix.AF_INET, unix.AF_INET6, unix.AF_NETLINK}

// filter is the program by which the kernel refuses what students' programs may
// not do, in hexadecimal: python/linux.py hands it over. See seccomp(2).
func filter() (string, error) {
	program := []bpf.Instruction{
		bpf.LoadAbsolute{Off: offArch, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: architecture, SkipTrue: 1},
		denied(unix.EPERM), // a call by the numbers of another machine
		bpf.LoadAbsolute{Off: offCall, Size: 4},
	}
	is := func(call uint32, then ...bpf.Instruction) {
		program = append(program, bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: call, SkipTrue: uint8(len(then))})
		program = append(program, then...)
	}
	if otherCalls > 0 {
		program = append(program, bpf.JumpIf{Cond: bpf.JumpLessThan, Val: otherCalls, SkipTrue: 1}, denied(unix.EPERM))
	}
	// What is newer than this list is not there, so that libraries take the older way.
	program = append(program, bpf.JumpIf{Cond: bpf.JumpLessThan, Val: unknownCalls, SkipTrue: 1}, denied(unix.ENOSYS))
	for _, call := range refused {
		is(call, denied(unix.EPERM))
	}
	// Its flags are in memory, where a filter cannot look; libraries then use clone.
	is(unix.SYS_CLONE3, denied(unix.ENOSYS))
	is(unix.SYS_CLONE, bpf.LoadAbsolute{Off: offArgument0, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpBitsNotSet, Val: newNamespaces, SkipTrue: 1}, denied(unix.EPERM), allowed)
	// The kernel looks at the lower half alone of what it is asked to do.
	is(unix.SYS_IOCTL, bpf.LoadAbsolute{Off: offArgument1, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: unix.TIOCSTI, SkipTrue: 2},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: unix.TIOCSETD, SkipTrue: 1},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: unix.TIOCLINUX, SkipTrue: 1}, denied(unix.EPERM), allowed)
	var socket []bpf.Instruction
	socket = append(socket, bpf.LoadAbsolute{Off: offArgument0, Size: 4})
	for _, family := range families {
		socket = append(socket, bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: family, SkipTrue: 1}, allowed)
	}
	is(unix.SYS_SOCKET, append(socket, denied(unix.EAFNOSUPPORT))...)
	raw, err := bpf.Assemble(append(program, allowed))
	if err != nil {
		return "", err
	}
	var records []byte
	for _, r := range raw {
		records = binary.NativeEndian.AppendUint16(records, r.Op)
		records = append(records, r.Jt, r.Jf)
		records = binary.NativeEndian.AppendUint32(records, r.K)
	}
	return hex.EncodeToString(records), nil
}

var allowed = bpf.RetConstant{Val: unix.SECCOMP_RET_ALLOW}

func denied(errno unix.Errno) bpf.Instruction {
	return bpf.RetConstant{Val: unix.SECCOMP_RET_ERRNO | uint32(errno)}
}
