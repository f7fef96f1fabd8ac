// Watches over a program, and kills everything it started when it ends or must end.

#ifdef __linux__
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "confine.h"

// Kills the children of this process, whose own children become its own; false where Linux does not list them.
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

// Reads the list of all processes into `all`; returns how many there are.
static int list_processes(void) {
    int count = 0;
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
    return count;
}

// Sends a signal to every descendant of this process that one look at the list of processes finds; returns how many of them
// were not stopped already.
static int signal_descendants(int number) {
    int count = list_processes(), running = 0;
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

// Kills every descendant of this process.
static void kill_descendants(uid_t user) {
    if (user >= FIRST_SEPARATE_USER) {
        // This kills all of the user's processes in one step: none can start another meanwhile.
        pid_t killer = fork();
        if (killer == 0) {
            if (!setreuid(user, user)) kill(-1, SIGKILL);
            _exit(0);
        }
        if (killer > 0) waitpid(killer, NULL, 0);
    }
    // A killed process makes room for another, which those still running may start; a stopped one does not.
    for (int look = 0; look < 100 && signal_descendants(SIGSTOP); look++) {}
    signal_descendants(SIGKILL);
}

// Becomes the program, confined; dies with its supervisor.
_Noreturn static void start(
    pid_t supervisor, int exit_pipe, const struct confinement *confinement, const sigset_t *unblocked, char **command
) {
    if (exit_pipe >= 0) close(exit_pipe);
    // In a session of its own, a signal to the program's group does not reach the supervisor, and Linux gives the supervisor
    // as much of the processor as the whole crowd of processes that it has to kill.
    setsid();
    sigprocmask(SIG_SETMASK, unblocked, NULL);
    confine(confinement);
    // A change of the user would clear this.
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != supervisor) _exit(CONFINE_FAILED);
    execv(command[0], command);
    fail(command[0]);
}

// Kills everything that is left, and collects it. Most often that is one process, the first of the sandbox, which takes some
// milliseconds to end; more is left after a few rounds only if something keeps starting others.
static void kill_rest(pid_t child, uid_t user, const sigset_t *signals, int *status) {
    kill(-child, SIGKILL);
    const struct timespec interval = {0, 20000000};
    for (int round = 0;; round++) {
        pid_t ended;
        for (int ending; (ended = waitpid(-1, &ending, WNOHANG)) > 0;)
            if (ended == child) *status = ending;
        if (ended < 0 && errno == ECHILD) break;
        if (round >= 10 || !kill_children()) kill_descendants(user);
        sigtimedwait(signals, NULL, &interval);
    }
}

void supervise(pid_t parent, int exit_pipe, const struct confinement *confinement, char **command) {
    sigset_t signals, none;
    sigemptyset(&none);
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGHUP, 0, 0, 0);
    if (getppid() != parent) _exit(CONFINE_FAILED);
    pid_t self = getpid();
    pid_t child = fork();
    if (child < 0) fail("cannot start a process");
    if (child == 0) start(self, exit_pipe, confinement, &none, command);
    // These are the program's own ends of pipes: a pipe ends when only its writers had it open and they are gone.
    for (int descriptor = 0; descriptor < 16; descriptor++)
        if (descriptor != exit_pipe) close(descriptor);
    int status = 0;
    for (bool is_running = true; is_running;) {
        int signal = sigwaitinfo(&signals, NULL);
        // That signal comes already when the parent's thread that started this process ends, and the parent goes on.
        is_running = signal == SIGCHLD || signal < 0 || (signal == SIGHUP && getppid() == parent);
        int ending;
        for (pid_t ended; (ended = waitpid(-1, &ending, WNOHANG)) > 0;) {
            if (ended == child) {
                status = ending;
                is_running = false;
            }
        }
    }
    kill_rest(child, confinement->user, &signals, &status);
    if (WIFSIGNALED(status)) {
        sigprocmask(SIG_SETMASK, &none, NULL);
        signal(WTERMSIG(status), SIG_DFL);
        kill(self, WTERMSIG(status));
    }
    _exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}
#endif
