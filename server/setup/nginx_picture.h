#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/setup/line_diff.h"
#include "server/setup/nginx_change.h"

namespace lk::setup {

// nginx as a person sees it: the configuration in use beside what the live nodes ask for, and who goes where. Plain
// values, that hold without the configuration they were taken from.
struct NginxPicture {
  struct File {
    std::string path;
    bool isNew = false;
    std::vector<SideBySide> lines;
    std::size_t firstToSee = 0;  // place in lines: the first change, or where the way of devices begins
  };

  std::string trouble;  // why nothing of an nginx is shown; empty: it is
  NginxInstance nginx;
  std::vector<File> files;              // that hold the way of devices, or change
  bool changes = false;                 // something in them has to
  std::string wantedTrouble;            // why it is not known what the configuration should be; empty: it is
  std::string wanted;                   // the block by itself, as it would be written where there is none
  std::vector<Text> notes;              // what was decided in it, and why
  std::optional<NginxBalance> balance;  // of the way in use; nothing: there is none
  std::string balanceAt;                // FILE:LINE
  std::vector<std::string> nodes;       // the id of each server's node; empty: none that is known
  NginxShares shares;                   // of the addresses connected now
};

// Reads, and asks nodes where addresses do not tell; changes nothing.
[[nodiscard]] NginxPicture pictureOf(System& system, const Clock& clock, const Surroundings& around,
                                     const Patience& patience);

// The node's id and the server's name, as far as they are known: "gw-1 (10.0.0.4:7600)".
[[nodiscard]] std::string serverAndNode(const NginxPicture& picture, std::size_t server);

}  // namespace lk::setup
