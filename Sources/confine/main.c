// Starts a program under limits, and lets nothing that it has started outlive it.
//
//   confine [--limit NAME NUMBER]... [--user UID] [--apart yes] [--write FOLDER [--read PATH]...]
//           [--keep PARENT [--alive DESCRIPTOR]] -- PROGRAM ARGUMENT...
//   confine --check PATH...          tells by its status whether it may read all of them
//
// In C and without Swift's runtime: it is started once or twice for each lesson, and takes half a millisecond.

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include "confine.h"

// Users from here on belong to nobody on any machine, and each program has one of its own.
static const uid_t FIRST_OWN_USER = 0x70000000;

static void fail(const char *what) {
    fprintf(stderr, "confine: %s: %s\n", what, strerror(errno));
    _exit(125);
}

static uint64_t number(const char *text) {
    char *end;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    if (errno || *end || end == text) {
        fprintf(stderr, "confine: ‘%s’ is no number\n", text);
        _exit(125);
    }
    return value;
}

// MARK: Limits

static int resource(const char *name) {
    if (!strcmp(name, "cpu")) return RLIMIT_CPU;
    if (!strcmp(name, "memory")) return RLIMIT_DATA;
    if (!strcmp(name, "file")) return RLIMIT_FSIZE;
    if (!strcmp(name, "files")) return RLIMIT_NOFILE;
    if (!strcmp(name, "processes")) return RLIMIT_NPROC;
    fprintf(stderr, "confine: there is no limit ‘%s’\n", name);
    _exit(125);
}

static void limit(int resource, rlim_t value) {
    struct rlimit old;
    getrlimit(resource, &old);
    if (old.rlim_max < value) value = old.rlim_max;
    struct rlimit new = {value, value};
    // A second more, so that the signal comes that can be told from other deaths.
    if (resource == RLIMIT_CPU && value < old.rlim_max) new.rlim_max++;
    if (setrlimit(resource, &new)) fail("cannot set a limit");
}

// How many processes and threads there are on this machine: where a program shares its user with others, theirs count.
static rlim_t processes(void) {
    unsigned long count = 0;
    FILE *file = fopen("/proc/loadavg", "r");
    if (file) {
        if (fscanf(file, "%*s %*s %*s %*u/%lu", &count) != 1) count = 0;
        fclose(file);
    }
    return count ? count : 1 << 15;
}

// MARK: Users

// Becomes a user who owns nothing but the ends of pipes that it is given.
static void become(uid_t user) {
    for (int descriptor = 0; descriptor < 16; descriptor++) {
        struct stat information;
        if (!fstat(descriptor, &information) && S_ISFIFO(information.st_mode)) fchown(descriptor, user, -1);
    }
    if (setgroups(0, NULL) || setregid(user, user) || setreuid(user, user)) fail("cannot become another user");
}

// MARK: Keeping

#ifdef __linux__

// Kills the children of this process, whose own become its children then; false where Linux does not list them.
static bool kill_children(void) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    FILE *file = fopen(path, "r");
    if (!file) return false;
    for (int process; fscanf(file, "%d", &process) == 1;) kill(process, SIGKILL);
    fclose(file);
    return true;
}

// A process, its parent, and whether it is known to descend from this one.
static struct { pid_t process, parent; bool is_ours, is_stopped; } all[1 << 16];

// Sends a signal to all that descends from this process, as far as it can be found in one look; returns how many there
// were that were not stopped already.
static int signal_descendants(int number) {
    int count = 0, running = 0;
    DIR *folder = opendir("/proc");
    if (!folder) return 0;
    for (struct dirent *entry; count < 1 << 16 && (entry = readdir(folder));) {
        char path[64], text[512];
        pid_t process = atoi(entry->d_name);
        if (process <= 0) continue;
        snprintf(path, sizeof path, "/proc/%d/stat", process);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0) continue;
        ssize_t length = read(file, text, sizeof text - 1);
        close(file);
        if (length <= 0) continue;
        text[length] = 0;
        // The name may hold anything, parentheses too.
        char *end = strrchr(text, ')');
        if (!end || end + 4 > text + length) continue;
        all[count].process = process;
        all[count].is_ours = false;
        all[count].is_stopped = strchr("TZX", end[2]);
        all[count++].parent = atoi(end + 4);
    }
    closedir(folder);
    pid_t self = getpid();
    for (bool found = true; found;) {
        found = false;
        for (int i = 0; i < count; i++) {
            if (all[i].is_ours) continue;
            bool is_ours = all[i].parent == self;
            for (int j = 0; j < count && !is_ours; j++)
                is_ours = all[j].is_ours && all[j].process == all[i].parent;
            if (is_ours) {
                all[i].is_ours = found = true;
                if (!all[i].is_stopped) running++;
                kill(all[i].process, number);
            }
        }
    }
    return running;
}

// Kills all that descends from this process.
static void kill_descendants(uid_t user) {
    if (user >= FIRST_OWN_USER) {
        // All of the user's processes in one step: none can start another meanwhile.
        pid_t killer = fork();
        if (killer == 0) {
            if (!setreuid(user, user)) kill(-1, SIGKILL);
            _exit(0);
        }
        if (killer > 0) waitpid(killer, NULL, 0);
    }
    // Whoever is killed makes room for another to be started by those that are not yet; who is stopped does not.
    for (int look = 0; look < 100 && signal_descendants(SIGSTOP); look++) {}
    signal_descendants(SIGKILL);
}

// Runs the program as a child, and ends as it ends, when nothing is left of all that it started. SIGTERM ends it at once;
// it comes too when the runner dies. A descriptor stays open as long as this process lives.
static void keep(pid_t parent, int alive, uid_t user, char **command) {
    sigset_t signals, none;
    sigemptyset(&none);
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    if (getppid() != parent) _exit(125);
    pid_t self = getpid();
    pid_t child = fork();
    if (child < 0) fail("cannot start a process");
    if (child == 0) {
        if (alive >= 0) close(alive);
        // A session of its own, so that a signal to its group does not reach its keeper, and so that Linux gives the
        // keeper as much of the processor as all of a crowd of processes that is to be killed.
        setsid();
        sigprocmask(SIG_SETMASK, &none, NULL);
        confine();
        // Changing the user would clear it.
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (getppid() != self) _exit(125);
        execv(command[0], command);
        fail(command[0]);
    }
    // The program's own ends: a pipe ends when nobody holds it open but who writes to it.
    for (int descriptor = 0; descriptor < 16; descriptor++)
        if (descriptor != alive) close(descriptor);
    int status = 0, ending;
    for (bool is_running = true; is_running;) {
        int signal = sigwaitinfo(&signals, NULL);
        is_running = signal == SIGCHLD || signal < 0;
        for (pid_t ended; (ended = waitpid(-1, &ending, WNOHANG)) > 0;) {
            if (ended == child) {
                status = ending;
                is_running = false;
            }
        }
    }
    // What is left is killed until nothing is. Most often that is one process, the first of the sandbox, whose end takes some
    // milliseconds; only of what goes on starting others is there more after a few rounds.
    kill(-child, SIGKILL);
    const struct timespec patience = {0, 20000000};
    for (int round = 0;; round++) {
        pid_t ended;
        while ((ended = waitpid(-1, &ending, WNOHANG)) > 0)
            if (ended == child) status = ending;
        if (ended < 0 && errno == ECHILD) break;
        if (round >= 10 || !kill_children()) kill_descendants(user);
        sigtimedwait(&signals, NULL, &patience);
    }
    if (WIFSIGNALED(status)) {
        sigprocmask(SIG_SETMASK, &none, NULL);
        signal(WTERMSIG(status), SIG_DFL);
        kill(self, WTERMSIG(status));
    }
    _exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

#endif

// MARK: The command

static struct { int resource; rlim_t value; } limits[16];
static int limit_count;
static uid_t user;
static bool has_user, is_apart;
static struct opening opening;

void confine(void) {
    limit(RLIMIT_CORE, 0);
    for (int i = 0; i < limit_count; i++) {
        rlim_t value = limits[i].value;
        if (limits[i].resource == RLIMIT_NPROC && user < FIRST_OWN_USER) value += processes();
        limit(limits[i].resource, value);
    }
#ifdef __linux__
    // Where memory runs out, this is to be killed first.
    int adjustment = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (adjustment >= 0) {
        write(adjustment, "1000", 4);
        close(adjustment);
    }
#endif
    if (has_user) become(user);
#ifdef __linux__
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (is_apart) close_memory();
    if (opening.folder && !close_walls(&opening)) fail("cannot close off the rest of the machine");
#endif
}

int main(int count, char **words) {
    pid_t parent = 0;
    int next = 1, alive = -1;
    if (count > 1 && !strcmp(words[1], "--check")) {
        for (next = 2; next < count; next++)
            if (access(words[next], R_OK)) fail(words[next]);
        return 0;
    }
    for (; next + 1 < count && strcmp(words[next], "--"); next += 2) {
        const char *option = words[next], *value = words[next + 1];
        if (!strcmp(option, "--limit") && next + 2 < count && limit_count < 16) {
            limits[limit_count].resource = resource(value);
            limits[limit_count++].value = number(words[next + 2]);
            next++;
        } else if (!strcmp(option, "--user")) {
            user = number(value);
            has_user = true;
        } else if (!strcmp(option, "--write") || !strcmp(option, "--write-older")) {
            opening.folder = value;
            opening.is_older = strcmp(option, "--write");
        } else if (!strcmp(option, "--read") && opening.count < 64) {
            opening.visible[opening.count++] = value;
        } else if (!strcmp(option, "--apart")) {
            is_apart = !strcmp(value, "yes");
        } else if (!strcmp(option, "--keep")) {
            parent = number(value);
        } else if (!strcmp(option, "--alive")) {
            alive = number(value);
        } else {
            fprintf(stderr, "confine: there is no option ‘%s’\n", option);
            return 125;
        }
    }
    if (next + 1 >= count) {
        fprintf(stderr, "confine: there is no program to start\n");
        return 125;
    }
    char **command = words + next + 1;
#ifdef __linux__
    if (parent) keep(parent, alive, user, command);
#endif
    confine();
    execv(command[0], command);
    fail(command[0]);
}
