// The limits on what entities grow to are declared only where expat reads DTDs, as Debian's does.
#ifndef XML_DTD
#define XML_DTD 1
#endif
#include <expat.h>
