#define _GNU_SOURCE
#include "COneDNN.h"

#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A memory descriptor is a struct in oneDNN 2.x and a handle in 3.x.
typedef dnnl_memory_desc_t layout;
#if DNNL_VERSION_MAJOR >= 3
#define LAYOUT_ARGUMENT(l) (l)
#else
#define LAYOUT_ARGUMENT(l) (&(l))
#endif

struct onednn_product {
    dnnl_stream_t stream;
    dnnl_primitive_desc_t description;
    dnnl_primitive_t primitive;
    dnnl_memory_t left, right, bias, result;
};

static dnnl_engine_t engine;
static dnnl_status_t engine_status;

/// Undoes what OpenMP's environment (OMP_PROC_BIND, GOMP_CPU_AFFINITY) did to the first thread when
/// its library was loaded: bound it to one place, which every thread started later would inherit, so
/// that all workers would share one core. The thread may run on all of OpenMP's places again, which
/// are what the process was allowed, or what the environment names of it.
static void unbind_first_thread(void) {
#if defined(__linux__)
    // Looked up by name, for oneDNN may have been built with another threading runtime than OpenMP.
    int (*binding)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "omp_get_proc_bind");
    int (*place_count)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "omp_get_num_places");
    int (*core_count)(int) = (int (*)(int))dlsym(RTLD_DEFAULT, "omp_get_place_num_procs");
    void (*get_cores)(int, int *) = (void (*)(int, int *))dlsym(RTLD_DEFAULT, "omp_get_place_proc_ids");
    if (!binding || !place_count || !core_count || !get_cores || !binding()) return;
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    const int places = place_count();
    for (int place = 0; place < places; place++) {
        const int count = core_count(place);
        int *cores = calloc((size_t)(count > 0 ? count : 1), sizeof *cores);
        if (!cores) return;
        get_cores(place, cores);
        for (int i = 0; i < count; i++)
            if (cores[i] >= 0 && cores[i] < CPU_SETSIZE) CPU_SET(cores[i], &allowed);
        free(cores);
    }
    if (CPU_COUNT(&allowed) > 0) sched_setaffinity(0, sizeof allowed, &allowed);
#endif
}

/// Runs before `main`, so that no thread can meet a half-made engine.
__attribute__((constructor)) static void prepare(void) {
    unbind_first_thread();
    engine_status = dnnl_engine_create(&engine, dnnl_cpu, 0);
}

static dnnl_data_type_t data_type(onednn_type type) {
    switch (type) {
        case ONEDNN_BFLOAT16: return dnnl_bf16;
        case ONEDNN_INT8: return dnnl_s8;
        case ONEDNN_INT32: return dnnl_s32;
        default: return dnnl_f32;
    }
}

static dnnl_status_t make_layout(layout *out, int64_t rows, int64_t columns, onednn_type type, int64_t stride, bool transposed) {
    dnnl_dims_t sizes = {rows, columns};
    dnnl_dims_t strides = {transposed ? 1 : stride, transposed ? stride : 1};
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_memory_desc_create_with_strides(out, 2, sizes, data_type(type), strides);
#else
    return dnnl_memory_desc_init_by_strides(out, 2, sizes, data_type(type), strides);
#endif
}

static void free_layout(layout *l) {
#if DNNL_VERSION_MAJOR >= 3
    dnnl_memory_desc_destroy(*l);
#else
    (void)l;
#endif
}

static dnnl_status_t make_attributes(const onednn_product_description *d, dnnl_primitive_attr_t *out) {
    dnnl_post_ops_t operations = NULL;
    dnnl_status_t status = dnnl_primitive_attr_create(out);
    if (status == dnnl_success) status = dnnl_post_ops_create(&operations);
    if (status == dnnl_success && d->accumulate) {
#if DNNL_VERSION_MAJOR >= 3
        status = dnnl_post_ops_append_sum(operations, 1.0f, 0, dnnl_data_type_undef);
#else
        status = dnnl_post_ops_append_sum(operations, 1.0f);
#endif
    }
    if (status == dnnl_success && d->relu) {
#if DNNL_VERSION_MAJOR >= 3
        status = dnnl_post_ops_append_eltwise(operations, dnnl_eltwise_relu, 0.0f, 0.0f);
#else
        status = dnnl_post_ops_append_eltwise(operations, 1.0f, dnnl_eltwise_relu, 0.0f, 0.0f);
#endif
    }
    if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(*out, operations);
    if (operations) dnnl_post_ops_destroy(operations);
    return status;
}

static dnnl_status_t make_description(const onednn_product_description *d, layout left, layout right, layout bias, layout result,
                                      dnnl_primitive_attr_t attributes, dnnl_primitive_desc_t *out) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_matmul_primitive_desc_create(out, engine, left, right, d->bias ? bias : NULL, result, attributes);
#else
    dnnl_matmul_desc_t matmul;
    dnnl_status_t status = dnnl_matmul_desc_init(&matmul, &left, &right, d->bias ? &bias : NULL, &result);
    return status == dnnl_success ? dnnl_primitive_desc_create(out, &matmul, attributes, engine, NULL) : status;
#endif
}

onednn_product *onednn_product_create(const onednn_product_description *d) {
    if (engine_status != dnnl_success) return NULL;
    onednn_product *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    layout left, right, bias, result;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = make_layout(&left, d->rows, d->inner, d->left_type, d->left_stride, d->left_transposed);
    if (status == dnnl_success) status = make_layout(&right, d->inner, d->columns, d->right_type, d->right_stride, d->right_transposed);
    if (status == dnnl_success) status = make_layout(&bias, 1, d->columns, ONEDNN_FLOAT32, d->columns, false);
    if (status == dnnl_success) status = make_layout(&result, d->rows, d->columns, d->result_type, d->result_stride, false);
    if (status == dnnl_success) status = make_attributes(d, &attributes);
    if (status == dnnl_success) status = make_description(d, left, right, bias, result, attributes, &p->description);
    if (status == dnnl_success) status = dnnl_primitive_create(&p->primitive, p->description);
    if (status == dnnl_success) status = dnnl_stream_create(&p->stream, engine, dnnl_stream_default_flags);
    if (status == dnnl_success) status = dnnl_memory_create(&p->left, LAYOUT_ARGUMENT(left), engine, DNNL_MEMORY_NONE);
    if (status == dnnl_success) status = dnnl_memory_create(&p->right, LAYOUT_ARGUMENT(right), engine, DNNL_MEMORY_NONE);
    if (status == dnnl_success) status = dnnl_memory_create(&p->bias, LAYOUT_ARGUMENT(bias), engine, DNNL_MEMORY_NONE);
    if (status == dnnl_success) status = dnnl_memory_create(&p->result, LAYOUT_ARGUMENT(result), engine, DNNL_MEMORY_NONE);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    if (status == dnnl_success) {
        free_layout(&left), free_layout(&right), free_layout(&bias), free_layout(&result);
        return p;
    }
    onednn_product_destroy(p);
    return NULL;
}

int onednn_product_run(onednn_product *p, const void *left, const void *right, const float *bias, void *result) {
    dnnl_memory_set_data_handle(p->left, (void *)left);
    dnnl_memory_set_data_handle(p->right, (void *)right);
    dnnl_memory_set_data_handle(p->bias, (void *)bias);
    dnnl_memory_set_data_handle(p->result, result);
    const dnnl_exec_arg_t arguments[] = {
        {DNNL_ARG_SRC, p->left}, {DNNL_ARG_WEIGHTS, p->right}, {DNNL_ARG_DST, p->result}, {DNNL_ARG_BIAS, p->bias}};
    return dnnl_primitive_execute(p->primitive, p->stream, bias ? 4 : 3, arguments);
}

void onednn_product_destroy(onednn_product *p) {
    if (!p) return;
    if (p->left) dnnl_memory_destroy(p->left);
    if (p->right) dnnl_memory_destroy(p->right);
    if (p->bias) dnnl_memory_destroy(p->bias);
    if (p->result) dnnl_memory_destroy(p->result);
    if (p->primitive) dnnl_primitive_destroy(p->primitive);
    if (p->description) dnnl_primitive_desc_destroy(p->description);
    if (p->stream) dnnl_stream_destroy(p->stream);
    free(p);
}

void onednn_use_one_thread(void) {
    // Looked up by name, for oneDNN may have been built with another threading runtime than OpenMP.
    void (*set_threads)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
    if (set_threads) set_threads(1);
}

static bool uses(dnnl_cpu_isa_t isa) {
    return (dnnl_get_effective_cpu_isa() & isa) == isa;
}

bool onednn_uses_avx512_bfloat16(void) { return uses(dnnl_cpu_isa_avx512_core_bf16); }

bool onednn_uses_amx_bfloat16(void) { return uses(dnnl_cpu_isa_avx512_core_amx); }

bool onednn_product_is_optimized(const onednn_product *p) {
    const char *name = NULL;
    if (dnnl_primitive_desc_query(p->description, dnnl_query_impl_info_str, 0, &name) != dnnl_success || !name) return false;
    return !strstr(name, "ref");
}

void onednn_version(char *text, int capacity) {
    const dnnl_version_t *version = dnnl_version();
    snprintf(text, (size_t)capacity, "%d.%d.%d", version->major, version->minor, version->patch);
}
