#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// Users from this number on belong to nobody on any machine; each program gets one to itself.
enum { FIRST_SEPARATE_USER = 0x70000000 };

// The status of this program when it fails itself, as `env` and `timeout` have it.
enum { CONFINE_FAILED = 125 };

// What Landlock leaves a process, and everything it starts, of the file system.
struct allowed_paths {
    // The only folder to write in.
    const char *writable;
    // What else may be read.
    const char *readable[64];
    int count;
    // Whether an older kernel will do, on which the process can signal others.
    bool allows_older;
};

// What this process is confined to before it becomes the program.
struct confinement {
    struct { int resource; uint64_t value; } limits[16];
    int limit_count;
    // The user to become; 0 with `has_user` unset to stay the same one.
    uid_t user;
    bool has_user, isolates_memory;
    struct allowed_paths paths;
};

// Prints what failed, with the system's reason, and ends this process.
_Noreturn void fail(const char *what);

// The RLIMIT_… of a limit's name; ends this process where there is none.
int resource_named(const char *name);

// Sets the limits of this process, and takes from it the rights that it may not have.
void confine(const struct confinement *confinement);

// Runs the program as a child and ends as it ends, once nothing that it started is left. SIGTERM ends it at once, and so does
// the death of `parent`. The descriptor `exit_pipe` stays open as long as this process lives; -1 for none.
_Noreturn void supervise(pid_t parent, int exit_pipe, const struct confinement *confinement, char **command);

// Denies everything but the paths, networks included; false where the kernel cannot do that.
bool restrict_access(const struct allowed_paths *paths);

// Denies the memory and the environment of all other processes where the kernel can do that: bubblewrap's own process can be
// seen inside its sandbox, and runs as this user unless root started it.
void isolate_memory(void);
