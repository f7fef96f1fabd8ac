/* What snapshots need of the system that Swift does not see among the C library's names: fork, and messages with open files.
   The runner and the programs of lessons share this header and nothing else. */

#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

enum { MOST_FILES = 4 };

/* fork(2): returns in both processes. */
static inline pid_t forkProcess(void) { return fork(); }

/* Sends a message over a socket that keeps the bounds of messages, with open files; false if that fails or would wait. */
static inline bool sendMessage(int socket, const void *bytes, size_t count, const int *files, size_t fileCount) {
    union {
        char bytes[CMSG_SPACE(MOST_FILES * sizeof(int))];
        struct cmsghdr aligned;
    } control;
    struct iovec part = {(void *)bytes, count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (fileCount > MOST_FILES) return false;
    if (fileCount > 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(fileCount * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(fileCount * sizeof(int));
        memcpy(CMSG_DATA(header), files, fileCount * sizeof(int));
    }
    return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)count;
}

/* Receives a message and the files that came with it, closed on exec, of which there is room for MOST_FILES. Returns its length;
   0 at the end, and less than 0 if there is none, if it is longer than there is room for, or if it brought too many files. */
static inline ssize_t receiveMessage(int socket, void *bytes, size_t room, int *files, size_t *fileCount) {
    union {
        char bytes[CMSG_SPACE(MOST_FILES * sizeof(int))];
        struct cmsghdr aligned;
    } control;
    struct iovec part = {bytes, room};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    *fileCount = 0;
    ssize_t length = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (length < 0) return -1;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        *fileCount = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        memcpy(files, CMSG_DATA(header), *fileCount * sizeof(int));
    }
    if (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) {
        for (size_t i = 0; i < *fileCount; i++) close(files[i]);
        *fileCount = 0;
        return -1;
    }
    return length;
}
