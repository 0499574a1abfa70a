// What a processor of Arm's has beyond NEON, which all of AArch64 have.
//
// Clones as for x86-64 would need functions that only later versions of the compiler's run-time
// library have; so a kernel with a version for these instructions asks for itself.
#ifndef CALQUE_KERNELS_ARM_H
#define CALQUE_KERNELS_ARM_H

#if defined(__aarch64__) && defined(__ARM_NEON)
#define CK_HAS_ARM_VERSIONS
#include <arm_neon.h>

typedef enum {
    CK_ARM_DOT_PRODUCTS,   // SDOT: optional from Armv8.2 on
    CK_ARM_INT8_MATRICES,  // USDOT and USMMLA, "i8mm": from Armv8.6 on
    CK_ARM_BFLOAT16        // products of bfloat16, and BFCVTN: from Armv8.6 on
} ck_arm_feature;

/// Whether the processor and the system have it: not 0 where they do.
int ck_arm_has(ck_arm_feature feature);
#endif

#endif
