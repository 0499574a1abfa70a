#include "arm.h"

#ifdef CK_HAS_ARM_VERSIONS

#if defined(__linux__)
#include <sys/auxv.h>

int ck_arm_has(ck_arm_feature feature) {
    // The numbers of the bits are Linux's interface; headers that are older than a bit lack its
    // name.
    switch (feature) {
        case CK_ARM_DOT_PRODUCTS: return getauxval(AT_HWCAP) >> 20 & 1;
        case CK_ARM_INT8_MATRICES: return getauxval(AT_HWCAP2) >> 13 & 1;
        case CK_ARM_BFLOAT16: return getauxval(AT_HWCAP2) >> 14 & 1;
    }
    return 0;
}

#elif defined(__APPLE__)
#include <sys/sysctl.h>

int ck_arm_has(ck_arm_feature feature) {
    static const char *const names[] = {"hw.optional.arm.FEAT_DotProd",
                                        "hw.optional.arm.FEAT_I8MM", "hw.optional.arm.FEAT_BF16"};
    int value = 0;
    size_t size = sizeof value;
    return sysctlbyname(names[feature], &value, &size, 0, 0) == 0 && value;
}

#else

int ck_arm_has(ck_arm_feature feature) {
    (void)feature;
    return 0;
}

#endif
#endif
