// What Linux lets a process deny itself without any privilege: Landlock denies files, TCP and signals to others, seccomp the
// other networks.

#ifdef __linux__
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include "confine.h"

// These are as in <linux/landlock.h>, of which older machines have an older version.
struct ruleset {
    uint64_t files, network, scopes;
};
struct __attribute__((packed)) rule {
    uint64_t allowed;
    int32_t folder;
};
enum {
    EXECUTE = 1 << 0, WRITE_FILE = 1 << 1, READ_FILE = 1 << 2, READ_FOLDER = 1 << 3, REMOVE_FOLDER = 1 << 4, REMOVE_FILE = 1 << 5,
    MAKE_BLOCK_DEVICE = 1 << 11, MAKE = 1 << 6 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | MAKE_BLOCK_DEVICE | 1 << 12,
    REFER = 1 << 13, TRUNCATE = 1 << 14, DEVICE_CONTROL = 1 << 15,
    TCP = 1 << 0 | 1 << 1, SIGNALS_AND_ABSTRACT_SOCKETS = 1 << 0 | 1 << 1,
};

static bool allow(int ruleset, const char *path, uint64_t rights) {
    struct rule rule = {rights, open(path, O_PATH | O_CLOEXEC)};
    if (rule.folder < 0) return false;
    struct stat information;
    // Only these rights exist for anything that is not a folder.
    if (!fstat(rule.folder, &information) && !S_ISDIR(information.st_mode))
        rule.allowed &= EXECUTE | READ_FILE | WRITE_FILE | TRUNCATE;
    bool is_added = !syscall(SYS_landlock_add_rule, ruleset, 1, &rule, 0);
    close(rule.folder);
    return is_added;
}

// Forbids opening sockets, because Landlock does not deny UNIX sockets that have a path; io_uring could open one too.
static bool forbid_sockets(void) {
#if defined(__x86_64__)
    const uint32_t machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
    const uint32_t machine = AUDIT_ARCH_AARCH64;
#else
    return false;
#endif
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, machine, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        // System calls of the x32 ABI have other numbers.
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
    };
    struct sock_fprog filter = {sizeof program / sizeof *program, program};
    return !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}

// What a process reads of the system besides files: itself, and what the machine has. A process that it starts, such as the
// one that traces a crash, reads itself too, and no rule can tell its entry in /proc from others; but Linux shows a process
// in this sandbox no more of one outside than its name and command line.
static const char *const SYSTEM[] = {"/proc", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};

bool restrict_access(const struct allowed_paths *paths) {
    // Each version of Landlock knows more rights than the one before it.
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
    if (version < (paths->allows_older ? 1 : 6)) return false;
    const uint64_t read = EXECUTE | READ_FILE | READ_FOLDER;
    struct ruleset rules = {read | WRITE_FILE | REMOVE_FOLDER | REMOVE_FILE | MAKE, 0, 0};
    if (version >= 2) rules.files |= REFER;
    if (version >= 3) rules.files |= TRUNCATE;
    if (version >= 4) rules.network = TCP;
    if (version >= 5) rules.files |= DEVICE_CONTROL;
    if (version >= 6) rules.scopes = SIGNALS_AND_ABSTRACT_SOCKETS;
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    int ruleset = syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (ruleset < 0) return false;
    bool is_restricted = allow(ruleset, paths->writable, rules.files)
        && allow(ruleset, "/dev/null", READ_FILE | WRITE_FILE | (rules.files & TRUNCATE));
    for (int i = 0; i < paths->count; i++) is_restricted = is_restricted && allow(ruleset, paths->readable[i], read);
    for (size_t i = 0; i < sizeof SYSTEM / sizeof *SYSTEM; i++) allow(ruleset, SYSTEM[i], read);
    is_restricted = is_restricted && !syscall(SYS_landlock_restrict_self, ruleset, 0) && forbid_sockets();
    close(ruleset);
    return is_restricted;
}

void isolate_memory(void) {
    // A process under any Landlock rules sees no memory of processes outside them. The rules must deny something.
    struct ruleset rules = {MAKE_BLOCK_DEVICE, 0, 0};
    int ruleset = syscall(SYS_landlock_create_ruleset, &rules, 8, 0);
    if (ruleset < 0) return;
    syscall(SYS_landlock_restrict_self, ruleset, 0);
    close(ruleset);
}
#endif
