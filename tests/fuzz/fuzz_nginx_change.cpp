#include <algorithm>
#include <cstdlib>

#include "server/setup/nginx_edit.h"
#include "tests/setup/recorded_system.h"

using namespace lk::setup;

namespace {

const std::string kMain = "/etc/nginx/nginx.conf";
const std::string kIncluded = "/etc/nginx/devices.conf";
const std::string kOwn = "/etc/nginx/linekeeper-stream.conf";
const std::vector<std::string> kOwnAddresses = {"10.0.0.9"};

Surroundings threeNodes() {
  Surroundings around;
  around.nodes = {{.id = "n1", .host = "a", .listen = {"10.0.0.11:7600"}},
                  {.id = "n2", .host = "b", .listen = {"10.0.0.12:7600"}, .draining = true},
                  {.id = "n3", .host = {}, .listen = {"0.0.0.0:7601"}, .own = true}};
  around.wholeCluster = true;
  return around;
}

// The module's line comes before all else, in the change that is made of the main file or in one of its own.
void checkModule(std::vector<FileChange> changes, const FileTexts& files) {
  const std::string line = "load_module modules/ngx_stream_module.so;\n";
  addLoadModule(changes, kMain, files, "modules/ngx_stream_module.so");
  const auto main = std::ranges::find(changes, kMain, &FileChange::path);
  if (main == changes.end() || !main->after || !main->after->starts_with(line)) std::abort();
}

struct Changed {
  NginxBlock block;
  std::vector<FileChange> changes;
};

// Nothing: no node is to be led to, as an operator took them all out.
std::optional<Changed> change(const NginxConfig& config, const lk::test::RecordedSystem& system) {
  const Surroundings around = threeNodes();
  const auto inUse = findInUse(config, around, kOwnAddresses);
  auto block = wantedBlock(inUse ? &*inUse : nullptr, around, kOwnAddresses, {});
  if (!block) return std::nullopt;
  FileTexts files;
  for (const std::string& file : config.files) files[file] = system.files().at(file);
  auto changes = inUse ? editInUse(*inUse, *block, files) : addBlock(config, *block, files, kOwn);
  checkModule(changes, files);
  for (const std::string& file : config.files) {
    const bool main = file == kMain;
    if (config.placesOf(file).empty() != main || config.placesOf(file).size() > config.includes.size()) std::abort();
  }
  if (diffOf(changes).empty() != changes.empty()) std::abort();
  return Changed{std::move(*block), std::move(changes)};
}

bool isServer(const NginxUpstream& upstream, const std::string& name) {
  return std::ranges::find(upstream.peers, name, &NginxPeer::address) != upstream.peers.end();
}

}  // namespace

// A configuration that somebody has, in one file or in two with a line === between, before three nodes of which one
// drains: what is written into it reads as a configuration that leads to the others, and wants nothing more.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = text.find("\n===\n");
  lk::test::RecordedSystem system;
  system.file(kMain, text.substr(0, cut));
  if (cut != std::string::npos) system.file(kIncluded, text.substr(cut + 5));
  const auto before = readNginxConfig(system, kMain);
  if (!before) {
    if (before.error().text.empty()) std::abort();
    return 0;
  }
  const auto changed = change(*before, system);
  if (!changed) return 0;
  for (const FileChange& one : changed->changes) system.file(one.path, *one.after);

  const auto after = readNginxConfig(system, kMain);
  if (!after) std::abort();
  const auto inUse = findInUse(*after, threeNodes(), kOwnAddresses);
  if (!inUse) std::abort();
  for (const NginxBlockServer& server : changed->block.servers) {
    if (!isServer(inUse->upstream(), server.name)) std::abort();
  }
  const auto again = change(*after, system);
  if (!again || !again->changes.empty()) std::abort();
  return 0;
}
