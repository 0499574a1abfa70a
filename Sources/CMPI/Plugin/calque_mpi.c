// Calque's calls of MPI. Scripts/build-mpi compiles this file, by the mpicc of every MPI that is to be
// used; the program loads what comes of it (see CMPI.h).

#include "CMPI.h"

#include <mpi.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct calque_mpi_request {
    MPI_Request request;
};

/// Calque's messages meet no others of the process in it.
static MPI_Comm ranks = MPI_COMM_NULL;

static int32_t start(int32_t *rank, int32_t *size) {
    int level = 0, own = 0, all = 0, code;
    if ((code = MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &level))) return code;
    if (level < MPI_THREAD_SERIALIZED) return MPI_ERR_OTHER;
    if ((code = MPI_Comm_dup(MPI_COMM_WORLD, &ranks))) return code;
    if ((code = MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN))) return code;
    if ((code = MPI_Comm_set_errhandler(ranks, MPI_ERRORS_RETURN))) return code;
    if ((code = MPI_Comm_rank(ranks, &own))) return code;
    if ((code = MPI_Comm_size(ranks, &all))) return code;
    *rank = own;
    *size = all;
    return 0;
}

static void describe(char *text, size_t capacity) {
    char version[MPI_MAX_LIBRARY_VERSION_STRING];
    int length = 0;
    if (MPI_Get_library_version(version, &length)) length = 0;
    // MPICH goes on with how it was compiled.
    int end = 0;
    for (; end < length && version[end] != '\n' && version[end] != ','; end++)
        if (version[end] == '\t') version[end] = ' ';
    snprintf(text, capacity, "%.*s", end, version);
}

/// A request that nothing is under way for; NULL where there is no memory, or too much to send.
static calque_mpi_request *new_request(int64_t count) {
    if (count > INT32_MAX) return NULL;
    calque_mpi_request *made = malloc(sizeof *made);
    if (made) made->request = MPI_REQUEST_NULL;
    return made;
}

static int32_t hand_out(calque_mpi_request *made, int code, calque_mpi_request **request) {
    if (code) free(made);
    else *request = made;
    return code;
}

static int32_t send_bytes(const void *bytes, int64_t count, int32_t rank, int32_t tag,
                          calque_mpi_request **request) {
    calque_mpi_request *made = new_request(count);
    if (!made) return MPI_ERR_COUNT;
    int code = MPI_Isend(bytes, (int)count, MPI_BYTE, rank, tag, ranks, &made->request);
    return hand_out(made, code, request);
}

static int32_t receive_bytes(void *bytes, int64_t count, int32_t rank, int32_t tag,
                             calque_mpi_request **request) {
    calque_mpi_request *made = new_request(count);
    if (!made) return MPI_ERR_COUNT;
    int code = MPI_Irecv(bytes, (int)count, MPI_BYTE, rank, tag, ranks, &made->request);
    return hand_out(made, code, request);
}

static int32_t test(calque_mpi_request *request, bool *is_done) {
    int done = 0;
    int code = MPI_Test(&request->request, &done, MPI_STATUS_IGNORE);
    *is_done = done;
    if (code || done) free(request);
    return code;
}

static int32_t probe(int32_t tag, bool *is_there, int32_t *rank) {
    int found = 0;
    MPI_Status status;
    int code = MPI_Iprobe(MPI_ANY_SOURCE, tag, ranks, &found, &status);
    *is_there = !code && found;
    if (*is_there) *rank = status.MPI_SOURCE;
    return code;
}

static int32_t finish(void) {
    int code = MPI_Comm_free(&ranks);
    return code ? code : MPI_Finalize();
}

struct ending {
    int32_t status;
    uint32_t seconds;
};

static void *end_later(void *argument) {
    const struct ending ending = *(struct ending *)argument;
    sleep(ending.seconds);
    _exit(ending.status);
}

/// MPI_Abort asks the launcher to end all ranks, and waits for it: for ever, where it is cut off.
static void abandon(int32_t status, uint32_t seconds) {
    static struct ending ending;
    ending = (struct ending){.status = status, .seconds = seconds};
    pthread_t thread;
    if (pthread_create(&thread, NULL, end_later, &ending)) _exit(status);
    MPI_Abort(MPI_COMM_WORLD, status);
    _exit(status);
}

static void explain(int32_t code, char *text, size_t capacity) {
    char message[MPI_MAX_ERROR_STRING];
    int length = 0;
    if (MPI_Error_string(code, message, &length)) length = 0;
    snprintf(text, capacity, "%.*s", length, message);
}

const calque_mpi *calque_mpi_table(void) {
    static const calque_mpi table = {
        .version = CALQUE_MPI_VERSION,
        .start = start,
        .describe = describe,
        .send = send_bytes,
        .receive = receive_bytes,
        .test = test,
        .probe = probe,
        .finish = finish,
        .abandon = abandon,
        .explain = explain,
    };
    return &table;
}
