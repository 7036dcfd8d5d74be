#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/base/settings.h"

namespace lk::setup {

// A gateway node, as a check needs to know it.
struct NodeFact {
  std::string id;
  std::string host;                 // the machine's name; empty: this machine
  std::vector<std::string> listen;  // ADDR:PORT as bound
  bool live = true;
  bool draining = false;
  bool own = false;  // in this program, or on this machine
  std::uint64_t sessions = 0;
};

struct PeerFact {
  std::string address;  // without port
  std::uint64_t sessions = 0;
};

// What is known of the installation before anything is looked at.
struct Surroundings {
  Settings settings;
  std::vector<NodeFact> nodes;
  bool wholeCluster = false;        // nodes holds all there are; else those that are known here, and there may be more
  std::vector<PeerFact> peers;      // where the sessions now connected come from
  std::vector<std::string> places;  // files and folders that the program writes; empty: the settings' usual folder
};

}  // namespace lk::setup
