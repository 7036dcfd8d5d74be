#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "server/node/peer_address.h"
#include "server/node/poller.h"

// The few calls that sockets of devices need; one file for each kind of system. None of them blocks.
namespace lk::node::socket_io {

struct Transfer {
  std::size_t bytes = 0;
  bool blocked = false;  // nothing more now
  bool ended = false;    // end of the stream, or an error
};

[[nodiscard]] Transfer receive(Socket socket, std::span<char> into);
[[nodiscard]] Transfer send(Socket socket, std::string_view bytes);
void prepare(Socket socket);  // TCP_NODELAY
// Of one that a listener accepted, in the thread that will serve it: what the listener's own socket did not pass on.
void adopt(Socket socket);
// What to ask of the system for a listener that as many connections may wait at.
[[nodiscard]] int backlog(int connections);
void shutdownSending(Socket socket);
void close(Socket socket);
[[nodiscard]] PeerAddress peerAddress(Socket socket);

// Begins to connect, without waiting; kNoSocket if that can't be. When writable, finishConnecting says how it went.
[[nodiscard]] Socket startConnecting(const PeerAddress& target);
[[nodiscard]] bool finishConnecting(Socket socket);

// How many descriptors this process may have open; 0 where there is no limit.
[[nodiscard]] std::size_t descriptorLimit();
// About how many descriptors are open, given the newest one: the system hands out the lowest that is free.
[[nodiscard]] std::size_t descriptorsInUse(Socket newest);
// The same without one at hand. descriptorLimit() when there is none left.
[[nodiscard]] std::size_t descriptorsInUse();

}  // namespace lk::node::socket_io
