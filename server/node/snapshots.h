#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>

#include "server/node/control_types.h"
#include "server/node/io_mail.h"

namespace lk::node {

// Gathers the sessions of consoles' snapshots, of which each I/O thread tells its own in its own time. Pure.
class Snapshots {
 public:
  using Ask = std::function<void(std::size_t thread, const to_io::Collect&)>;
  // With the sessions in it, if they were asked for; the rest is still to come.
  using Done = std::function<void(const SnapshotRequest&, Snapshot)>;

  explicit Snapshots(Ask ask) : m_ask(std::move(ask)) {}

  void fetch(const SnapshotRequest& request, std::size_t threads, Done done);
  void take(to_node::Collected& message);

 private:
  struct Fetching {
    SnapshotRequest request;
    Snapshot snapshot;
    Done done;
    std::size_t threads = 0;
    std::size_t missing = 0;
    std::size_t complete = 0;  // threads that sent all of their sessions
  };

  void begin(std::uint64_t id, Fetching& fetching);

  const Ask m_ask;
  std::unordered_map<std::uint64_t, Fetching> m_fetching;
  std::uint64_t m_last = 0;
};

}  // namespace lk::node
