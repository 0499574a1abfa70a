// What the processor is, as it says itself, and on which of its cores this process may run.
#ifndef CALQUE_KERNELS_PROCESSOR_H
#define CALQUE_KERNELS_PROCESSOR_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/// All empty where the processor does not say.
typedef struct {
    char maker[13];  // "AuthenticAMD", "GenuineIntel", …
    char name[49];   // as sold: "AMD EPYC 9V74 80-Core Processor"
    bool multiplies_bfloat16_on_arm;
} ck_processor;

void ck_processor_read(ck_processor *processor);

/// The cores that the calling thread may run on: how many they are, -1 where the system does not say, and
/// the numbers of the first `capacity` of them.
int ck_allowed_cores(int *numbers, int capacity);

/// Lets the calling thread run on these cores alone; says whether the system does that.
bool ck_run_on_cores(const int *numbers, int count);

#ifdef __cplusplus
}
#endif
#endif
