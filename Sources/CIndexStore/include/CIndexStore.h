/* Reads the index that the Swift compiler writes beside an object file, through the toolchain's libIndexStore, which is opened when it is
   wanted: a machine without it only has no index. */

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A text that need not end in a zero. */
struct IndexText {
    const char *bytes;
    size_t count;
};

/* A symbol at a place: lines and columns are counted from 1, columns in bytes. */
struct IndexedName {
    unsigned line, column;
    uint64_t roles;
    unsigned kind;
    struct IndexText name, usr;
};

struct IndexReading {
    void *receiver;
    void (*receive)(void *receiver, struct IndexedName name);
    void *(*symbol)(void *);
    uint64_t (*roles)(void *);
    void (*place)(void *, unsigned *, unsigned *);
    unsigned (*kind)(void *);
    struct IndexText (*name)(void *);
    struct IndexText (*usr)(void *);
};

static inline bool receiveIndexedName(void *context, void *occurrence) {
    struct IndexReading *reading = (struct IndexReading *)context;
    void *symbol = reading->symbol(occurrence);
    struct IndexedName name = {
        .roles = reading->roles(occurrence),
        .kind = reading->kind(symbol),
        .name = reading->name(symbol),
        .usr = reading->usr(symbol),
    };
    reading->place(occurrence, &name.line, &name.column);
    reading->receive(reading->receiver, name);
    return true;
}

/* Reads one record of a store: the symbols of one source file, in its order. False if the library or the record cannot be read. */
static inline bool readIndex(
    const char *file, const char *store, const char *record, void *receiver,
    void (*receive)(void *receiver, struct IndexedName name)) {
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!library) return false;
    void *(*openStore)(const char *, void *) = (void *(*)(const char *, void *))dlsym(library, "indexstore_store_create");
    void (*closeStore)(void *) = (void (*)(void *))dlsym(library, "indexstore_store_dispose");
    void *(*openRecord)(void *, const char *, void *) =
        (void *(*)(void *, const char *, void *))dlsym(library, "indexstore_record_reader_create");
    void (*closeRecord)(void *) = (void (*)(void *))dlsym(library, "indexstore_record_reader_dispose");
    bool (*apply)(void *, void *, bool (*)(void *, void *)) = (bool (*)(void *, void *, bool (*)(void *, void *)))dlsym(
        library, "indexstore_record_reader_occurrences_apply_f");
    struct IndexReading reading = {
        .receiver = receiver,
        .receive = receive,
        .symbol = (void *(*)(void *))dlsym(library, "indexstore_occurrence_get_symbol"),
        .roles = (uint64_t(*)(void *))dlsym(library, "indexstore_occurrence_get_roles"),
        .place = (void (*)(void *, unsigned *, unsigned *))dlsym(library, "indexstore_occurrence_get_line_col"),
        .kind = (unsigned (*)(void *))dlsym(library, "indexstore_symbol_get_kind"),
        .name = (struct IndexText(*)(void *))dlsym(library, "indexstore_symbol_get_name"),
        .usr = (struct IndexText(*)(void *))dlsym(library, "indexstore_symbol_get_usr"),
    };
    bool isThere = openStore && closeStore && openRecord && closeRecord && apply && reading.symbol && reading.roles
        && reading.place && reading.kind && reading.name && reading.usr;
    void *opened = isThere ? openStore(store, NULL) : NULL;
    if (!opened) return false;
    void *read = openRecord(opened, record, NULL);
    if (read) {
        apply(read, &reading, receiveIndexedName);
        closeRecord(read);
    }
    closeStore(opened);
    return read != NULL;
}
