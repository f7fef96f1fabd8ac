/// How often this thread has asked for memory since it started; -1 where nobody counts.
long allocations_of_this_thread(void);
