#include <stdbool.h>

// Sets the limits of this process, and takes from it what it may not have.
void confine(void);

// What is left open to a process and all that it starts.
struct opening {
    // The only folder to write in, and what else it may read.
    const char *folder;
    const char *visible[64];
    int count;
    // Whether it will do that it can signal others.
    bool is_older;
};

// Closes off all else, the networks too; false where the system cannot do that.
bool close_walls(const struct opening *opening);

// Closes off the memory and the environment of all other processes where the system can do that: bubblewrap's own, which is
// seen inside its walls, has this user if it was not started by root.
void close_memory(void);
