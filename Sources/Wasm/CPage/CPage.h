/* What a lesson's program for WebAssembly has outside of Swift: the C library's mathematics, and the page, or whoever
   else has loaded the program. */
#pragma once

typedef __SIZE_TYPE__ size;

double sin(double), cos(double), exp(double), log(double), log10(double), tanh(double), pow(double, double);
float expf(float), logf(float), tanhf(float), powf(float, float);

/* Writes the number with so many digits after the point into the buffer, with an exponent if asked; returns how many
   bytes that takes. */
int page_decimal(char *buffer, size room, int digits, _Bool exponent, double number);

#define FROM_PAGE(name) __attribute__((import_module("page"), import_name(name)))

/* Says that the next cell is the live one with this index. */
FROM_PAGE("reach") void page_reach(int cell);
/* Appends to what the program has printed. */
FROM_PAGE("print") void page_print(const void *text, size count);
/* Shows a figure: its picture, its alternative text, its text and, where it has one, its table. */
FROM_PAGE("show") void page_show(
    const void *svg, size svg_count, const void *alternative, size alternative_count, const void *text,
    size text_count, const void *data, size data_count);
/* The size of a file of the course's data, -1 if there is none, and its bytes. */
FROM_PAGE("fileSize") int page_file_size(const void *path, size count);
FROM_PAGE("readFile") void page_read_file(const void *path, size count, void *target);
/* Ends the program with a sentence. */
FROM_PAGE("stop") _Noreturn void page_stop(const void *sentence, size count);
/* A number of the live cell's parameter as it is set now. */
FROM_PAGE("number") double page_number(int parameter, int index);
