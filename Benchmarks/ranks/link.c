// Measures what lies between two ranks, as MPI sees it: prints bytes a second in each direction, both at once, and the seconds
// that a short message takes. It waits as Calque does (Sources/Ranks/Pause.swift).
//
//     mpirun -n 2 link [mebibytes]

#include <mpi.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { piece = 1 << 20, rounds = 9, turns = 200 };

static void wait_for(MPI_Request *request) {
    int done = 0;
    for (unsigned count = 1; MPI_Test(request, &done, MPI_STATUS_IGNORE), !done; count++)
        if (count < 100) sched_yield();
        else usleep((count < 1000 ? count : 1000) / 5);
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values) {
    qsort(values, rounds, sizeof *values, ascending);
    return values[rounds / 2];
}

/// The seconds of sending many pieces to the other rank while as many come.
static double exchange(char *sent, char *received, int pieces, int other) {
    MPI_Request *requests = malloc(2 * (size_t)pieces * sizeof *requests);
    MPI_Barrier(MPI_COMM_WORLD);
    const double start = MPI_Wtime();
    for (int i = 0; i < pieces; i++)
        MPI_Irecv(received + (size_t)i * piece, piece, MPI_BYTE, other, 1, MPI_COMM_WORLD, &requests[i]);
    for (int i = 0; i < pieces; i++)
        MPI_Isend(sent + (size_t)i * piece, piece, MPI_BYTE, other, 1, MPI_COMM_WORLD, &requests[pieces + i]);
    for (int i = 0; i < 2 * pieces; i++) wait_for(&requests[i]);
    const double seconds = MPI_Wtime() - start;
    free(requests);
    return seconds;
}

/// The seconds of a short message: half of there and back.
static double latency(int rank, int other) {
    char word[16] = {0};
    MPI_Barrier(MPI_COMM_WORLD);
    const double start = MPI_Wtime();
    for (int turn = 0; turn < 2 * turns; turn++) {
        MPI_Request request;
        if (turn % 2 == rank) MPI_Isend(word, sizeof word, MPI_BYTE, other, 2, MPI_COMM_WORLD, &request);
        else MPI_Irecv(word, sizeof word, MPI_BYTE, other, 2, MPI_COMM_WORLD, &request);
        wait_for(&request);
    }
    return (MPI_Wtime() - start) / (2 * turns);
}

int main(int count, char **arguments) {
    MPI_Init(&count, &arguments);
    int rank, size;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    const int pieces = count > 1 ? atoi(arguments[1]) : 128, other = 1 - rank;
    if (size != 2 || pieces < 1) {
        fprintf(stderr, "link is for two ranks and a number of mebibytes\n");
        MPI_Abort(MPI_COMM_WORLD, 2);
    }
    char *sent = malloc((size_t)pieces * piece), *received = malloc((size_t)pieces * piece);
    memset(sent, rank + 1, (size_t)pieces * piece);
    memset(received, 0, (size_t)pieces * piece);
    double stream[rounds], word[rounds];
    // What comes first opens connections.
    exchange(sent, received, pieces, other);
    for (int round = 0; round < rounds; round++) {
        stream[round] = exchange(sent, received, pieces, other);
        word[round] = latency(rank, other);
    }
    if (!rank)
        printf("{\"bytes_per_second\": %.6g, \"latency\": %.4g}\n", pieces * (double)piece / median(stream), median(word));
    MPI_Finalize();
    return 0;
}
