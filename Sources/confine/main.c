// Starts a program under limits, and lets nothing that it has started outlive it.
//
//   confine [--limit NAME NUMBER]... [--user UID] [--isolate-memory yes]
//           [--write FOLDER [--read PATH]... [--older-landlock yes]]
//           [--supervise PARENT [--exit-pipe DESCRIPTOR]] -- PROGRAM ARGUMENT...
//   confine --check PATH...          exits with 0 if it may read all of the paths
//
// It is written in C, without Swift's runtime, because it is started once or twice for each lesson: it takes half a
// millisecond.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "confine.h"

static uint64_t parse_number(const char *text) {
    char *end;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    if (errno || *end || end == text) {
        fprintf(stderr, "confine: ‘%s’ is not a number\n", text);
        _exit(CONFINE_FAILED);
    }
    return value;
}

int main(int count, char **words) {
    static struct confinement confinement;
    pid_t parent = 0;
    int next = 1, exit_pipe = -1;
    if (count > 1 && !strcmp(words[1], "--check")) {
        for (next = 2; next < count; next++)
            if (access(words[next], R_OK)) fail(words[next]);
        return 0;
    }
    for (; next + 1 < count && strcmp(words[next], "--"); next += 2) {
        const char *option = words[next], *value = words[next + 1];
        if (!strcmp(option, "--limit") && next + 2 < count && confinement.limit_count < 16) {
            confinement.limits[confinement.limit_count].resource = resource_named(value);
            confinement.limits[confinement.limit_count++].value = parse_number(words[next + 2]);
            next++;
        } else if (!strcmp(option, "--user")) {
            confinement.user = parse_number(value);
            confinement.has_user = true;
        } else if (!strcmp(option, "--write")) {
            confinement.paths.writable = value;
        } else if (!strcmp(option, "--older-landlock")) {
            confinement.paths.allows_older = !strcmp(value, "yes");
        } else if (!strcmp(option, "--read") && confinement.paths.count < 64) {
            confinement.paths.readable[confinement.paths.count++] = value;
        } else if (!strcmp(option, "--isolate-memory")) {
            confinement.isolates_memory = !strcmp(value, "yes");
        } else if (!strcmp(option, "--supervise")) {
            parent = parse_number(value);
        } else if (!strcmp(option, "--exit-pipe")) {
            exit_pipe = parse_number(value);
        } else {
            fprintf(stderr, "confine: there is no option ‘%s’\n", option);
            return CONFINE_FAILED;
        }
    }
    if (next + 1 >= count) {
        fprintf(stderr, "confine: there is no program to start\n");
        return CONFINE_FAILED;
    }
    char **command = words + next + 1;
#ifdef __linux__
    if (parent) supervise(parent, exit_pipe, &confinement, command);
#endif
    confine(&confinement);
    execv(command[0], command);
    fail(command[0]);
}
