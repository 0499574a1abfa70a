// What Scripts/check-mpi runs on several ranks: calls each function of the table, by the library that is
// its argument, without Calque.
//
//     mpirun -n 2 exchange libcalque-mpi-openmpi.so [silent]
//
// With `silent`, the last rank stops answering; the others have to find out within a second, and end.

#include "CMPI.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const calque_mpi *mpi;
static int32_t rank, size;

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "rank %d: %s\n", rank, what);
    mpi->abandon(1, 5);
}

static void check(int32_t code, const char *what) {
    char text[256] = "";
    if (code) mpi->explain(code, text, sizeof text);
    if (code) fprintf(stderr, "rank %d: %s: %s\n", rank, what, text);
    require(!code, what);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/// Whether a request is done before the deadline.
static bool wait_for(calque_mpi_request *request, double deadline) {
    for (bool is_done = false; seconds() < deadline; usleep(20)) {
        check(mpi->test(request, &is_done), "test");
        if (is_done) return true;
    }
    return false;
}

/// Sends numbers to the next rank, and receives those of the one before.
static void go_around(int64_t count) {
    unsigned char *sent = malloc((size_t)count), *received = malloc((size_t)count);
    memset(sent, rank + 1, (size_t)count);
    const int32_t before = (rank + size - 1) % size;
    calque_mpi_request *to = NULL, *from = NULL;
    check(mpi->receive(received, count, before, 7, &from), "receive");
    check(mpi->send(sent, count, (rank + 1) % size, 7, &to), "send");
    require(wait_for(from, seconds() + 60) && wait_for(to, seconds() + 60), "a message is lost");
    for (int64_t i = 0; i < count; i++) require(received[i] == before + 1, "other bytes came");
    free(sent);
    free(received);
}

/// All tell rank 0 with a tag that it looks for.
static void look_for_messages(void) {
    char byte = 1;
    calque_mpi_request *request = NULL;
    if (rank) {
        check(mpi->send(&byte, 1, 0, 9, &request), "send");
        require(wait_for(request, seconds() + 60), "nobody takes a byte");
        return;
    }
    for (int32_t found = 1; found < size; found++) {
        bool is_there = false;
        int32_t sender = 0;
        for (const double end = seconds() + 60; !is_there && seconds() < end; usleep(20))
            check(mpi->probe(9, &is_there, &sender), "probe");
        require(is_there && sender > 0 && sender < size, "no message is found");
        check(mpi->receive(&byte, 1, sender, 9, &request), "receive");
        require(wait_for(request, seconds() + 60), "a message that is there does not come");
    }
    bool is_there = true;
    int32_t sender = 0;
    check(mpi->probe(8, &is_there, &sender), "probe");
    require(!is_there, "a message is found that nobody sent");
}

static void find_silence(void) {
    if (rank == size - 1) raise(SIGSTOP);
    char byte;
    calque_mpi_request *request = NULL;
    check(mpi->receive(&byte, 1, size - 1, 7, &request), "receive");
    require(!wait_for(request, seconds() + 1), "a rank that stopped has answered");
    fprintf(stderr, "rank %d: rank %d is silent\n", rank, size - 1);
    mpi->abandon(3, 2);
}

int main(int count, char **arguments) {
    char text[256];
    if (count < 2) return 2;
    mpi = calque_mpi_load(arguments[1], text, sizeof text);
    if (!mpi) {
        fprintf(stderr, "%s\n", text);
        return 2;
    }
    const int32_t code = mpi->start(&rank, &size);
    check(code, "start");
    if (count > 2) find_silence();
    go_around(1);
    go_around(48 << 20);
    look_for_messages();
    calque_mpi_request *request = NULL;
    require(mpi->send(text, 1, size, 7, &request) != 0, "a rank that is not there is sent to");
    mpi->describe(text, sizeof text);
    check(mpi->finish(), "finish");
    printf("rank %d of %d, %s\n", rank, size, text);
    return 0;
}
