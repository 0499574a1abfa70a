#ifndef CALQUE_CGUMBO_SHIM_H
#define CALQUE_CGUMBO_SHIM_H

#include <gumbo.h>
#include <setjmp.h>
#include <stdlib.h>

// gumbo frees its tree by recursion, and a page of some kilobytes can make it clone elements without
// end. Here its memory is an arena: freed as a whole, and with a limit beyond which parsing ends.

typedef struct GumboArenaBlock {
    struct GumboArenaBlock *previous;
    size_t used;
    size_t size;
} GumboArenaBlock;

typedef struct GumboArena {
    GumboArenaBlock *last;
    size_t total;
    size_t limit;
    jmp_buf exhausted;
} GumboArena;

// An arena of at most so many bytes; NULL when there is no memory.
static inline GumboArena *gumbo_arena_create(size_t limit) {
    GumboArena *arena = (GumboArena *)calloc(1, sizeof(GumboArena));
    if (arena) arena->limit = limit;
    return arena;
}

static inline void gumbo_arena_free(GumboArena *arena) {
    for (GumboArenaBlock *block = arena->last; block;) {
        GumboArenaBlock *previous = block->previous;
        free(block);
        block = previous;
    }
    free(arena);
}

static inline void *gumbo_arena_allocate(void *userdata, size_t wanted) {
    enum { HEADER = (sizeof(GumboArenaBlock) + 15) & ~15, USUAL = 1 << 16 };
    GumboArena *arena = (GumboArena *)userdata;
    size_t size = (wanted + 15) & ~(size_t)15;
    if (size < wanted || size > arena->limit - arena->total) longjmp(arena->exhausted, 1);
    GumboArenaBlock *block = arena->last;
    if (!block || size > block->size - block->used) {
        size_t room = size > USUAL ? size : USUAL;
        block = (GumboArenaBlock *)malloc(HEADER + room);
        if (!block) longjmp(arena->exhausted, 1);
        block->previous = arena->last;
        block->used = 0;
        block->size = room;
        arena->last = block;
    }
    void *memory = (char *)block + HEADER + block->used;
    block->used += size;
    arena->total += size;
    return memory;
}

static inline void gumbo_arena_deallocate(void *userdata, void *memory) {
    (void)userdata;
    (void)memory;
}

// Parses a text as a document, or as what is in an element unless that is GUMBO_TAG_LAST. The tree
// lives as long as the arena and the text; NULL when the arena's limit was met.
static __attribute__((noinline, unused)) const GumboOutput *gumbo_arena_parse(
    GumboArena *arena, const char *text, size_t length, GumboTag context) {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = gumbo_arena_allocate;
    options.deallocator = gumbo_arena_deallocate;
    options.userdata = arena;
    options.max_errors = 0;
    options.fragment_context = context;
    // No frame between here and the jump owns anything that is not in the arena.
    if (setjmp(arena->exhausted)) return NULL;
    return gumbo_parse_with_options(&options, text, length);
}

#endif
