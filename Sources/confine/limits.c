// The limits of a process and the user it runs as.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include "confine.h"

void fail(const char *what) {
    fprintf(stderr, "confine: %s: %s\n", what, strerror(errno));
    _exit(CONFINE_FAILED);
}

int resource_named(const char *name) {
    if (!strcmp(name, "cpu")) return RLIMIT_CPU;
    if (!strcmp(name, "memory")) return RLIMIT_DATA;
    if (!strcmp(name, "file")) return RLIMIT_FSIZE;
    if (!strcmp(name, "files")) return RLIMIT_NOFILE;
    if (!strcmp(name, "processes")) return RLIMIT_NPROC;
    fprintf(stderr, "confine: there is no limit ‘%s’\n", name);
    _exit(CONFINE_FAILED);
}

static void set_limit(int resource, rlim_t value) {
    struct rlimit old;
    getrlimit(resource, &old);
    if (old.rlim_max < value) value = old.rlim_max;
    struct rlimit new = {value, value};
    // SIGXCPU comes a second before SIGKILL, so that the runner can recognize this cause of death.
    if (resource == RLIMIT_CPU && value < old.rlim_max) new.rlim_max++;
    if (setrlimit(resource, &new)) fail("cannot set a limit");
}

// How many processes and threads run on this machine: where a program shares its user with others, those count too.
static rlim_t running_processes(void) {
    unsigned long count = 0;
    FILE *file = fopen("/proc/loadavg", "r");
    if (file) {
        if (fscanf(file, "%*s %*s %*s %*u/%lu", &count) != 1) count = 0;
        fclose(file);
    }
    return count ? count : 1 << 15;
}

// Becomes a user who owns nothing but the ends of the pipes that it is given.
static void switch_user(uid_t user) {
    for (int descriptor = 0; descriptor < 16; descriptor++) {
        struct stat information;
        if (!fstat(descriptor, &information) && S_ISFIFO(information.st_mode)) fchown(descriptor, user, -1);
    }
    if (setgroups(0, NULL) || setregid(user, user) || setreuid(user, user)) fail("cannot become another user");
}

void confine(const struct confinement *confinement) {
    set_limit(RLIMIT_CORE, 0);
    for (int i = 0; i < confinement->limit_count; i++) {
        rlim_t value = confinement->limits[i].value;
        if (confinement->limits[i].resource == RLIMIT_NPROC && confinement->user < FIRST_SEPARATE_USER)
            value += running_processes();
        set_limit(confinement->limits[i].resource, value);
    }
#ifdef __linux__
    // Where memory runs out, the kernel kills this process first.
    int adjustment = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (adjustment >= 0) {
        write(adjustment, "1000", 4);
        close(adjustment);
    }
#endif
    if (confinement->has_user) switch_user(confinement->user);
#ifdef __linux__
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (confinement->isolates_memory) isolate_memory();
    if (confinement->paths.writable && !restrict_access(&confinement->paths))
        fail("cannot close off the rest of the machine");
#endif
}
