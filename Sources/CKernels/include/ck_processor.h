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

/// The cores that the calling thread may run on, -1 where the system does not say.
int ck_allowed_cores(void);

#ifdef __cplusplus
}
#endif
#endif
