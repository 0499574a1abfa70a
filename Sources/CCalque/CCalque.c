// The interface of `CalqueC` is a header alone; its functions are written in Swift.
#include "calque.h"
