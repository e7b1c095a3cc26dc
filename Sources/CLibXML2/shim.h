// libxml2's headers pull in ICU's, which clash with those of Foundation: leave ICU out of sight.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlwriter.h>
