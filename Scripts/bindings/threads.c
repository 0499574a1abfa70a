// Translates lines with the C interface on several threads, and prints the translations in order.
//
//     threads MODEL LINES THREADS ROUNDS
//
// Every thread translates the lines that fall to it, one by one, as many times as there are rounds; every
// round has to give the same.

#include <calque.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static calque_translator *translator;
static char **lines, **translations;
static size_t line_count, thread_count, round_count;

static void fail(calque_error *error) {
    fprintf(stderr, "threads: %s\n", calque_error_message(error).bytes);
    calque_error_free(error);
    exit(1);
}

static void translate_line(size_t place) {
    calque_error *error = NULL;
    const calque_text line = {lines[place], strlen(lines[place])};
    calque_translations *found = calque_translate(translator, &line, 1, NULL, CALQUE_ALIGNED, &error);
    if (found == NULL) fail(error);
    const calque_text text = calque_translation_text(found, 0, 0);
    if (translations[place] == NULL) {
        translations[place] = strdup(text.bytes);
    } else if (strcmp(translations[place], text.bytes) != 0) {
        fprintf(stderr, "threads: line %zu is translated in two ways\n", place + 1);
        exit(1);
    }
    calque_translations_free(found);
}

static void *work(void *first) {
    for (size_t round = 0; round < round_count; round++)
        for (size_t place = (size_t)first; place < line_count; place += thread_count)
            translate_line(place);
    return NULL;
}

static void read_lines(const char *path) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    char *line = NULL;
    size_t capacity = 0;
    ssize_t count;
    while ((count = getline(&line, &capacity, file)) >= 0) {
        if (count > 0 && line[count - 1] == '\n') line[count - 1] = 0;
        lines = realloc(lines, (line_count + 1) * sizeof *lines);
        lines[line_count++] = strdup(line);
    }
    free(line);
    fclose(file);
    translations = calloc(line_count, sizeof *translations);
}

// What goes wrong is said, and leaves nothing behind.
static void check_errors(void) {
    calque_error *error = NULL;
    const char *wrong[] = {"beam", "0", NULL};
    const calque_text line = {"x", 1}, no_text = {"\xff", 1};
    if (calque_translator_load("/no/such/folder", NULL, &error) != NULL) exit(2);
    if (calque_error_get_kind(error) != CALQUE_ERROR_MODEL) exit(2);
    calque_error_free(error);
    if (calque_translate(translator, &line, 1, wrong, CALQUE_PLAIN, &error) != NULL) exit(2);
    if (calque_error_get_kind(error) != CALQUE_ERROR_OPTION) exit(2);
    calque_error_free(error);
    if (calque_translate(translator, &no_text, 1, NULL, CALQUE_PLAIN, &error) != NULL) exit(2);
    if (calque_error_get_kind(error) != CALQUE_ERROR_INPUT) exit(2);
    calque_error_free(error);
    if (calque_translate(translator, &no_text, 1, NULL, CALQUE_PLAIN, NULL) != NULL) exit(2);
}

static void take(void *context, calque_translations *found, calque_error *error) {
    if (found == NULL) fail(error);
    *(size_t *)context = calque_translations_count(found);
    calque_translations_free(found);
}

// A call that goes on tells of its end.
static void check_later(void) {
    calque_error *error = NULL;
    size_t count = 0;
    const calque_text some[] = {{"x", 1}, {"y", 1}};
    calque_call *call =
        calque_translate_later(translator, some, 2, NULL, CALQUE_PLAIN, take, &count, &error);
    if (call == NULL) fail(error);
    calque_call_free(call);
    calque_calls_finish();
    if (count != 2) exit(3);
}

int main(int count, char **arguments) {
    if (count != 5) return 64;
    read_lines(arguments[2]);
    thread_count = strtoul(arguments[3], NULL, 10);
    round_count = strtoul(arguments[4], NULL, 10);
    calque_error *error = NULL;
    translator = calque_translator_load(arguments[1], NULL, &error);
    if (translator == NULL) fail(error);
    check_errors();
    check_later();

    pthread_t *threads = calloc(thread_count, sizeof *threads);
    for (size_t place = 0; place < thread_count; place++)
        pthread_create(&threads[place], NULL, work, (void *)place);
    for (size_t place = 0; place < thread_count; place++) pthread_join(threads[place], NULL);
    free(threads);
    calque_translator_free(translator);

    for (size_t place = 0; place < line_count; place++) {
        puts(translations[place]);
        free(translations[place]);
        free(lines[place]);
    }
    free(translations);
    free(lines);
    return 0;
}
