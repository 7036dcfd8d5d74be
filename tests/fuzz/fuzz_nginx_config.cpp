#include <cstdlib>

#include "server/setup/nginx_config.h"

using namespace lk::setup;

namespace {

// Each lies within its parent, behind its elder, and its own bytes read as it.
void verify(const std::vector<NginxDirective>& directives, std::string_view text, std::size_t begin, std::size_t end) {
  for (const NginxDirective& directive : directives) {
    if (directive.begin < begin || directive.end <= directive.begin || directive.end > end) std::abort();
    const auto again = parseNginxConfig(text.substr(directive.begin, directive.end - directive.begin), "file");
    if (!again || again->size() != 1 || again->front().name != directive.name ||
        again->front().arguments != directive.arguments || again->front().block.size() != directive.block.size()) {
      std::abort();
    }
    verify(directive.block, text, directive.begin, directive.end);
    begin = directive.end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = parseNginxConfig(text, "file");
  if (!parsed) {
    if (!parsed.error().text.starts_with("file:")) std::abort();
    return 0;
  }
  verify(*parsed, text, 0, text.size());
  return 0;
}
