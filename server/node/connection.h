#pragma once

#include <cstdint>

#include "server/node/out_buffer.h"
#include "server/node/peer_address.h"
#include "server/node/poller.h"
#include "server/node/proxy_policy.h"
#include "server/node/session.h"
#include "server/node/session_ref.h"

namespace lk::node {

// One device's socket with its session. At rest it holds no buffers.
struct Connection {
  Connection(Socket socketOfDevice, SessionRef own, const PeerAddress& peerOfDevice, std::int64_t nowMs)
      : session(nowMs), ref(own), socket(socketOfDevice), peer(peerOfDevice) {}

  Session session;
  OutBuffer out;
  SessionRef ref;
  Socket socket;
  std::uint64_t sent = 0;          // bytes, in all
  std::int64_t openedAtMs = 0;     // wall clock
  std::int64_t lingerUntilMs = 0;  // steady; once the session is closed
  std::int64_t tookMs = 0;         // steady; when it last took bytes that had waited
  std::int64_t blockedMs = 0;      // steady; since when bytes wait for it, if any do
  std::uint32_t lookAt = 0;        // turn of the deadline wheel that counts; others are left-overs
  std::uint32_t lingerLeft = 0;    // bytes that may still come and be thrown away
  std::uint32_t changed = 0;       // version of the last change that consoles see
  std::uint32_t accounted = 0;     // bytes of out that are in the thread's figure
  PeerAddress peer;
  Ahead ahead = Ahead::Nothing;  // of HELLO, as long as nothing was read
  Interest interest = Interest::Read;
  bool dirty : 1 = false;    // has output of this turn
  bool paused : 1 = false;   // not read from, as the uplink is full
  bool refused : 1 = false;  // came only to be told so
  bool guest : 1 = false;    // came with all places taken; stays only in the place of an older session
  bool retired : 1 = false;  // its session's end was told
  bool shut : 1 = false;     // our side of the stream has ended
};

}  // namespace lk::node
