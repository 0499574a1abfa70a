#include "CMPI.h"

#include <dlfcn.h>
#include <stdio.h>

/// The libraries that an MPI loads by itself look for its symbols among those of all.
const calque_mpi *calque_mpi_load(const char *path, char *error, size_t capacity) {
    void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    if (!library) {
        snprintf(error, capacity, "%s", dlerror());
        return NULL;
    }
    const calque_mpi *(*table)(void);
    *(void **)&table = dlsym(library, "calque_mpi_table");
    if (!table) {
        snprintf(error, capacity, "it has no calque_mpi_table");
        return NULL;
    }
    const calque_mpi *mpi = table();
    if (mpi->version != CALQUE_MPI_VERSION) {
        snprintf(error, capacity, "it is of version %d, and not %d", mpi->version,
                 CALQUE_MPI_VERSION);
        return NULL;
    }
    return mpi;
}
