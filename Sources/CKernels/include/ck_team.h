// Threads that do parts of one thing together, for moments too short to wake a thread for.
#ifndef CALQUE_KERNELS_TEAM_H
#define CALQUE_KERNELS_TEAM_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A leader, and helpers that come and go. The leader does the parts of a helper that has not begun with
/// them when it is done with its own, so that one that is not there costs nothing but time.
typedef struct ck_team ck_team;

/// Tells a helper to come back from ck_team_help.
typedef struct ck_recall ck_recall;

/// Does one part of a job, beside other threads that do others.
typedef void (*ck_team_part)(const void *job, int64_t part);

enum {
    /// The most helpers of a leader: one more would hold it up for longer than it helps.
    CK_TEAM_SEATS = 15,
    /// Parts that are meant for each member, side by side: more than one, so that whoever is held up
    /// for a moment leaves something to the leader.
    CK_TEAM_SHARE = 2
};

/// Returns NULL where there is no memory.
ck_team *ck_team_create(void);
/// Nobody may be leading or helping.
void ck_team_destroy(ck_team *team);

/// Does all parts of a job, 0 ..< parts, each once, with whatever helpers are there, and returns when
/// they are done. Called by one thread at a time, the leader. 1 <= parts < 65536.
void ck_team_run(ck_team *team, ck_team_part part, const void *job, int64_t parts);

/// Takes parts of the leader's jobs until `recall` is raised, or there was none to take for some time.
/// Returns whether it was recalled.
bool ck_team_help(ck_team *team, const ck_recall *recall);

/// The helpers that take parts now.
int64_t ck_team_helpers(const ck_team *team);
/// The parts to cut a job into that is worth it, for those who are there now; 1 for doing it alone. For
/// the leader.
int64_t ck_team_parts(ck_team *team);
/// Counts a helper that has gone for lack of jobs, and waits to be woken when there is one.
void ck_team_add_absent(ck_team *team);
/// Whether helpers have gone, and there has been a job since that was worth cutting: whoever can has to
/// wake them. For the leader.
bool ck_team_misses_helpers(ck_team *team);

/// Returns NULL where there is no memory. It is not raised.
ck_recall *ck_recall_create(void);
void ck_recall_destroy(ck_recall *recall);
/// Raises it, or lowers it.
void ck_recall_set(ck_recall *recall, bool raised);

#ifdef __cplusplus
}
#endif
#endif
