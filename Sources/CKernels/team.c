#include "ck_team.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

// What one core has written takes the next a tenth of a microsecond to see, and products take a few; so
// no word is written by many. Every helper has a seat. There the leader lays down what the helper is to
// do, and both take parts of it off one counter, the leader when it is done with its own. A helper
// that is not there, or late, so has its parts done by the leader.
//
// Order of memory. `open` holds the number of the job, and how many of the seat's parts nobody has
// taken. The leader writes the rest of the offer and then releases `open`; who takes a part acquires
// it, from that write or from a later taking, which continues its release sequence, and reads the offer
// only then. The leader does not touch an offer before all its parts are done, and no number comes
// twice; so the offer that is read is that of the part that was taken, whatever was seen before. What
// the helper has written for its parts, it releases with `done`, which the leader acquires.

enum { part_bits = 16, part_mask = (1 << part_bits) - 1 };

typedef struct {
    // The leader's line: what is offered.
    _Alignas(64) _Atomic uint64_t open;  // job << part_bits | parts that are left
    ck_team_part part;
    const void *job;
    int64_t first;
    // The helper's line: what it has done.
    _Alignas(64) _Atomic uint64_t done;  // job << part_bits | parts of it
} seat;

struct ck_team {
    seat seats[CK_TEAM_SEATS];
    /// Bit s: somebody sits in seat s.
    _Alignas(64) _Atomic uint64_t taken;
    _Atomic int64_t absent;
    /// Whether a helper has gone without having found anything.
    _Atomic bool was_idle;
    // The leader's own.
    _Alignas(64) uint64_t number;
    /// The time until which it works alone, and 0 where it need not.
    int64_t alone_until;
    /// Whether it had something to do for helpers.
    bool has_called;
};

struct ck_recall {
    _Alignas(64) _Atomic bool raised;
};

enum {
    /// Nanoseconds that a helper looks for the next part: longer than what a step of decoding does
    /// between two products.
    patience_for_job = 200000,
    /// Times as long as it took itself, and nanoseconds more, that the leader waits for what others have
    /// begun, before it takes one of them for one that has lost its core.
    patience_factor = 3,
    patience_for_parts = 100000,
    /// Times as long as such a job took, or a helper looked for nothing, that the leader works alone after it:
    /// so those who have no cores cost it a fiftieth of its time, or little more.
    caution = 50,
    /// Looks between two looks at the clock.
    looks = 32
};

static inline void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb" ::: "memory");
#endif
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/// Zeros, each field in lines of its own where it says so.
static void *make(size_t size) {
    size = (size + 63) / 64 * 64;
    char *memory = aligned_alloc(64, size);
    for (size_t i = 0; memory && i < size; i++) memory[i] = 0;
    return memory;
}

ck_team *ck_team_create(void) { return make(sizeof(ck_team)); }

void ck_team_destroy(ck_team *team) { free(team); }

/// Takes a part that is offered, and says in `before` what was open; false where there is none.
static bool take(seat *s, uint64_t *before) {
    *before = atomic_load_explicit(&s->open, memory_order_relaxed);
    while (*before & part_mask) {
        if (atomic_compare_exchange_weak_explicit(&s->open, before, *before - 1,
                                                  memory_order_acquire, memory_order_relaxed))
            return true;
    }
    return false;
}

/// Does a part that was taken. The last one comes first.
static void do_part(const seat *s, uint64_t before) {
    s->part(s->job, s->first + (int64_t)(before & part_mask) - 1);
}

// MARK: The leader

static void offer(seat *s, uint64_t number, ck_team_part part, const void *job, int64_t first,
                  int64_t end) {
    s->part = part;
    s->job = job;
    s->first = first;
    atomic_store_explicit(&s->open, number << part_bits | (uint64_t)(end - first),
                          memory_order_release);
}

/// Waits until a helper has done its parts; false when that took suspiciously long.
///
/// - began: when the job was.
static bool wait_for(const seat *s, uint64_t done, int64_t began) {
    int64_t deadline = 0;
    bool is_late = false;
    for (int64_t look = 1; atomic_load_explicit(&s->done, memory_order_acquire) != done; look++) {
        if (is_late) {
            // Its core may be this one.
            sched_yield();
        } else if (look % looks) {
            relax();
        } else {
            const int64_t time = now();
            if (!deadline)
                deadline = time + patience_factor * (time - began) + patience_for_parts;
            is_late = time > deadline;
        }
    }
    return !is_late;
}

void ck_team_run(ck_team *team, ck_team_part part, const void *job, int64_t parts) {
    const uint64_t taken = atomic_load_explicit(&team->taken, memory_order_relaxed);
    if (!taken || parts == 1) {
        for (int64_t p = 0; p < parts; p++) part(job, p);
        return;
    }
    const int64_t began = now(), members = __builtin_popcountll(taken) + 1;
    const uint64_t number = ++team->number;
    int64_t left[CK_TEAM_SEATS] = {0}, member = 1;
    for (uint64_t rest = taken; rest; rest &= rest - 1, member++) {
        const int64_t first = parts * member / members, end = parts * (member + 1) / members;
        const int s = __builtin_ctzll(rest);
        left[s] = end - first;
        if (first < end) offer(&team->seats[s], number, part, job, first, end);
    }
    for (int64_t p = 0; p < parts / members; p++) part(job, p);
    uint64_t before;
    for (uint64_t rest = taken; rest; rest &= rest - 1) {
        const int s = __builtin_ctzll(rest);
        for (; left[s] && take(&team->seats[s], &before); left[s]--)
            do_part(&team->seats[s], before);
    }
    bool is_quick = true;
    for (uint64_t rest = taken; rest; rest &= rest - 1) {
        const int s = __builtin_ctzll(rest);
        if (left[s] && !wait_for(&team->seats[s], number << part_bits | (uint64_t)left[s], began))
            is_quick = false;
    }
    // A member that has no core of its own holds the leader up for as long as others have it: much longer
    // than it helps.
    if (!is_quick) {
        const int64_t time = now();
        team->alone_until = time + caution * (time - began);
    }
}

int64_t ck_team_helpers(const ck_team *team) {
    return __builtin_popcountll(atomic_load_explicit(&team->taken, memory_order_relaxed));
}

int64_t ck_team_parts(ck_team *team) {
    if (team->alone_until) {
        if (now() < team->alone_until) return 1;
        team->alone_until = 0;
    }
    team->has_called = true;
    const int64_t helpers = ck_team_helpers(team);
    return helpers ? (helpers + 1) * CK_TEAM_SHARE : 1;
}

bool ck_team_misses_helpers(ck_team *team) {
    // Who was woken for nothing may have taken the core of the leader, which had no chance then.
    if (atomic_load_explicit(&team->was_idle, memory_order_relaxed)) {
        atomic_store_explicit(&team->was_idle, false, memory_order_relaxed);
        team->alone_until = now() + caution * patience_for_job;
        return false;
    }
    const bool has_called = team->has_called;
    team->has_called = false;
    return has_called && atomic_load_explicit(&team->absent, memory_order_relaxed) &&
           atomic_exchange_explicit(&team->absent, 0, memory_order_relaxed);
}

// MARK: Helpers

/// Sits down; -1 where all seats are taken. Who sat there before has released what it last wrote there.
static int sit_down(ck_team *team) {
    uint64_t taken = atomic_load_explicit(&team->taken, memory_order_relaxed);
    while (taken != ((uint64_t)1 << CK_TEAM_SEATS) - 1) {
        const uint64_t bit = ~taken & (taken + 1);
        if (atomic_compare_exchange_weak_explicit(&team->taken, &taken, taken | bit,
                                                  memory_order_acquire, memory_order_relaxed))
            return __builtin_ctzll(bit);
    }
    return -1;
}

static void stand_up(ck_team *team, int place) {
    atomic_fetch_and_explicit(&team->taken, ~((uint64_t)1 << place), memory_order_release);
}

/// Does all parts of an offer that are left; false where there are none.
static bool help(seat *s) {
    uint64_t before;
    bool has_helped = false;
    for (; take(s, &before); has_helped = true) {
        do_part(s, before);
        const uint64_t number = before >> part_bits;
        const uint64_t done = atomic_load_explicit(&s->done, memory_order_relaxed);
        atomic_store_explicit(&s->done,
                              done >> part_bits == number ? done + 1 : number << part_bits | 1,
                              memory_order_release);
    }
    return has_helped;
}

bool ck_team_help(ck_team *team, const ck_recall *recall) {
    const int place = sit_down(team);
    if (place < 0) return false;
    seat *s = &team->seats[place];
    int64_t start = 0;
    bool is_recalled, has_helped = false;
    for (int64_t look = 1;; look++) {
        is_recalled = atomic_load_explicit(&recall->raised, memory_order_relaxed);
        if (is_recalled) break;
        if (help(s)) {
            has_helped = true;
            start = 0;
            look = 0;
        } else if (look % looks) {
            relax();
        } else if (!start) {
            start = now();
        } else if (now() - start > patience_for_job) {
            break;
        }
    }
    stand_up(team, place);
    if (!is_recalled && !has_helped)
        atomic_store_explicit(&team->was_idle, true, memory_order_relaxed);
    return is_recalled;
}

void ck_team_add_absent(ck_team *team) {
    atomic_fetch_add_explicit(&team->absent, 1, memory_order_relaxed);
}

ck_recall *ck_recall_create(void) { return make(sizeof(ck_recall)); }

void ck_recall_destroy(ck_recall *recall) { free(recall); }

void ck_recall_set(ck_recall *recall, bool raised) {
    atomic_store_explicit(&recall->raised, raised, memory_order_relaxed);
}
