#include "server/setup/nginx_picture.h"

#include <algorithm>

#include "server/setup/nginx_nodes.h"

namespace lk::setup {

namespace {

std::size_t firstToSee(const std::vector<SideBySide>& lines, int wayLine) {
  const auto change = std::ranges::find_if(lines, &SideBySide::changed);
  const auto seen = change != lines.end() ? change : std::ranges::find(lines, wayLine, &SideBySide::lineBefore);
  return seen == lines.end() ? 0 : static_cast<std::size_t>(seen - lines.begin());
}

// Where the upstream and the server of the way stand: one file, or two.
std::vector<NginxPlace> placesOf(const NginxInUse& inUse) {
  std::vector<NginxPlace> places;
  if (inUse.upstream().directive != nullptr) places.push_back(inUse.upstream().place);
  const NginxPlace& server = inUse.server.directive->place;
  if (places.empty() || places.front().file != server.file) places.push_back(server);
  return places;
}

void addFiles(NginxPicture& picture, const NginxView& view, const std::vector<FileChange>& changes) {
  std::vector<NginxPlace> places;
  if (view.inUse) places = placesOf(*view.inUse);
  for (const FileChange& change : changes) {
    if (!change.after) continue;
    const auto place = std::ranges::find(places, change.path, &NginxPlace::file);
    NginxPicture::File file{change.path, !change.before, sideBySide(change.before.value_or(""), *change.after), 0};
    file.firstToSee = firstToSee(file.lines, place == places.end() ? 1 : place->line);
    picture.files.push_back(std::move(file));
  }
  for (const NginxPlace& place : places) {
    if (std::ranges::find(picture.files, place.file, &NginxPicture::File::path) != picture.files.end()) continue;
    const auto text = view.files.find(place.file);
    if (text == view.files.end()) continue;
    NginxPicture::File file{place.file, false, sideBySide(text->second, text->second), 0};
    file.firstToSee = firstToSee(file.lines, place.line);
    picture.files.push_back(std::move(file));
  }
}

void addBalance(NginxPicture& picture, const NginxView& view, const Surroundings& around) {
  if (!view.inUse) return;
  picture.balance = view.inUse->balance;
  picture.balanceAt = view.inUse->upstream().place.text();
  for (const NginxNodes::Line& line : matchNodes(view.inUse->upstream(), around.nodes, view.own).lines) {
    picture.nodes.push_back(line.node != nullptr ? line.node->id : std::string());
  }
  picture.shares = predictShares(NginxPicker(*picture.balance), around.peers);
}

}  // namespace

NginxPicture pictureOf(System& system, const Clock& clock, const Surroundings& around, const Patience& patience) {
  NginxPicture picture;
  NginxChange change(system, clock);
  const auto alone = wantedBlock(nullptr, around, system.ownAddresses(),
                                 [](const std::string&) { return std::optional<std::string>(); });
  if (alone) {
    picture.wanted = renderStream(*alone);
    picture.notes = alone->notes;
  } else {
    picture.wantedTrouble = alone.error().text;
  }
  const auto view = change.look(around, patience);
  if (!view) {
    picture.trouble = view.error().text;
    return picture;
  }
  picture.nginx = (*view)->nginx;
  addBalance(picture, **view, around);
  std::vector<FileChange> changes;
  const auto plan = change.plan(NginxOperation::Test, around, patience);
  if (plan) {
    changes = plan->changes;
    if (plan->block) picture.notes = plan->block->notes;
  } else if (picture.wantedTrouble.empty()) {
    picture.wantedTrouble = plan.error().text;
  }
  picture.changes = !changes.empty();
  addFiles(picture, **view, changes);
  return picture;
}

std::string serverAndNode(const NginxPicture& picture, std::size_t server) {
  const std::string& name = picture.balance->servers[server].name;
  const std::string node = server < picture.nodes.size() ? picture.nodes[server] : std::string();
  return node.empty() ? name : node + " (" + name + ')';
}

}  // namespace lk::setup
