#include <stdbool.h>

// Sets the limits of this process, and takes from it what it may not have.
void confine(void);

// Lets this process, and all that it starts, write nowhere but below a folder, and speak to nobody else; false where the
// system cannot do that.
bool close_walls(const char *folder);
