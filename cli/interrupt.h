/* SPDX-License-Identifier: MIT */
/* The signals that end a program: SIGINT, SIGTERM, SIGHUP. */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include <stdbool.h>

/* Sets a handler, with the flags of sigaction, for those that are not ignored: nohup and background jobs of
 * scripts ignore signals on purpose. */
void interrupt_handle(void (*handler)(int), int flags);

/* From now on the first signal is only noted, for work that ends after the batch at hand; a second one ends the program. */
void interrupt_catch(void);
bool interrupt_came(void);

#endif
