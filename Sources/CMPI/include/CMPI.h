// What Calque asks of MPI: a handful of functions over bytes, ranks and tags.
//
// MPI says what its calls are named, and not what its types are: a communicator is a number in one
// implementation and an address in the next. So a program that was compiled against one runs with no
// other, and not at all where none is installed. Calque is compiled without MPI. What calls it is a
// library of one file (Plugin/calque_mpi.c), which is compiled on the machine, by the mpicc that is
// there, and hands out the table below. Nothing in the table is a type of MPI's.
//
// Calls come from one thread at a time. All but `start`, `finish` and `abandon` return at once: whoever
// waits asks again, and decides for how long. They return 0, or a code that `explain` has words for.

#ifndef CMPI_H
#define CMPI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// Rises with every change of the table.
#define CALQUE_MPI_VERSION 1

/// A message under way.
typedef struct calque_mpi_request calque_mpi_request;

/// The functions.
typedef struct {
    /// CALQUE_MPI_VERSION as it was when the library was compiled.
    int32_t version;
    /// Joins the other ranks. To be called once, first.
    int32_t (*start)(int32_t *rank, int32_t *size);
    /// Writes name and version of the MPI, ended by a zero.
    void (*describe)(char *text, size_t capacity);
    /// Sends bytes, at most INT32_MAX, which have to stay as they are until the request is done.
    int32_t (*send)(const void *bytes, int64_t count, int32_t rank, int32_t tag,
                    calque_mpi_request **request);
    /// Receives exactly so many bytes.
    int32_t (*receive)(void *bytes, int64_t count, int32_t rank, int32_t tag,
                       calque_mpi_request **request);
    /// Whether a request is done, or has failed; it is freed then, and must not be asked about again.
    int32_t (*test)(calque_mpi_request *request, bool *is_done);
    /// Whether a message with that tag waits to be received, and whose.
    int32_t (*probe)(int32_t tag, bool *is_there, int32_t *rank);
    /// Leaves. Returns when all ranks have called it.
    int32_t (*finish)(void);
    /// Ends all ranks, as far as they can be reached, and in any case this process, within so many
    /// seconds.
    void (*abandon)(int32_t status, uint32_t seconds);
    /// Writes what a code means, ended by a zero.
    void (*explain)(int32_t code, char *text, size_t capacity);
} calque_mpi;

/// What the library exports: the table.
const calque_mpi *calque_mpi_table(void);

/// Loads the library.
///
/// Returns NULL where it cannot be loaded, is not such a library or has another version of the table;
/// `error` says which.
const calque_mpi *calque_mpi_load(const char *path, char *error, size_t capacity);

#if defined(__cplusplus)
}
#endif

#endif
