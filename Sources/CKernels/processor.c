#define _GNU_SOURCE
#include "ck_processor.h"

#include "arm.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#if defined(__linux__)
#include <sched.h>
#endif

#if defined(__x86_64__)
static void read_name(ck_processor *processor) {
    unsigned registers[4], highest;
    if (!__get_cpuid(0, &highest, &registers[1], &registers[2], &registers[3])) return;
    memcpy(processor->maker, &registers[1], 4);
    memcpy(processor->maker + 4, &registers[3], 4);
    memcpy(processor->maker + 8, &registers[2], 4);
    // The name stands in three leaves of sixteen characters.
    for (unsigned leaf = 0; leaf < 3; leaf++) {
        if (!__get_cpuid(0x80000002 + leaf, &registers[0], &registers[1], &registers[2],
                         &registers[3]))
            return;
        memcpy(processor->name + 16 * leaf, registers, 16);
    }
}
#else
static void read_name(ck_processor *processor) { (void)processor; }
#endif

void ck_processor_read(ck_processor *processor) {
    memset(processor, 0, sizeof *processor);
    read_name(processor);
#ifdef CK_HAS_ARM_VERSIONS
    processor->multiplies_bfloat16_on_arm = ck_arm_has(CK_ARM_BFLOAT16);
#endif
}

#if defined(__linux__)
// Masks for more cores than any machine has, as calls fail on one that is too short.
enum { most_cores = 1 << 16 };
#endif

int ck_allowed_cores(int *numbers, int capacity) {
#if defined(__linux__)
    cpu_set_t *set = CPU_ALLOC(most_cores);
    if (!set) return -1;
    const size_t size = CPU_ALLOC_SIZE(most_cores);
    int count = -1;
    if (sched_getaffinity(0, size, set) == 0) {
        count = 0;
        for (int core = 0; core < most_cores; core++) {
            if (!CPU_ISSET_S(core, size, set)) continue;
            if (count < capacity) numbers[count] = core;
            count++;
        }
    }
    CPU_FREE(set);
    return count;
#else
    (void)numbers;
    (void)capacity;
    return -1;
#endif
}

bool ck_run_on_cores(const int *numbers, int count) {
#if defined(__linux__)
    cpu_set_t *set = CPU_ALLOC(most_cores);
    if (!set) return false;
    const size_t size = CPU_ALLOC_SIZE(most_cores);
    CPU_ZERO_S(size, set);
    for (int i = 0; i < count; i++)
        if (numbers[i] >= 0 && numbers[i] < most_cores) CPU_SET_S(numbers[i], size, set);
    const bool is_done = sched_setaffinity(0, size, set) == 0;
    CPU_FREE(set);
    return is_done;
#else
    (void)numbers;
    (void)count;
    return false;
#endif
}
