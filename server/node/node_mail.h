#pragma once

#include <cstddef>
#include <utility>
#include <variant>
#include <vector>

#include "server/node/io_mail.h"
#include "server/node/mailbox.h"

namespace lk::node {

// What I/O threads tell their node, until the node takes it. All but post() is the node's thread's.
class NodeMail {
 public:
  // From any thread; leaves messages empty. True: wake the node's thread, which is to take().
  [[nodiscard]] bool post(std::vector<NodeMessage>& messages) { return m_box.postAll(messages); }

  // Hands all that is there to take(content of a message), oldest first.
  template <typename Take>
  void take(Take take) {
    takeAll(m_held, take);
    m_box.take(m_taken);
    takeAll(m_taken, take);
    // The room for a fleet's connecting is not kept for its rest.
    if (m_taken.capacity() > kRoomKept) m_taken.shrink_to_fit();
  }

  // Puts what is there aside: in the box it would keep others from waking the node's thread. False: there is too much
  // of it, or some was put aside before; take() it.
  [[nodiscard]] bool hold() {
    if (holds()) return false;
    m_box.take(m_held);
    return m_held.size() <= kMostHeld;
  }
  [[nodiscard]] bool holds() const { return !m_held.empty(); }

 private:
  static constexpr std::size_t kRoomKept = 256;  // messages
  static constexpr std::size_t kMostHeld = 64;   // messages

  template <typename Take>
  static void takeAll(std::vector<NodeMessage>& mail, Take& take) {
    for (NodeMessage& message : mail) std::visit(take, message);
    mail.clear();
  }

  Mailbox<NodeMessage> m_box;
  std::vector<NodeMessage> m_held;  // older than what is in the box
  std::vector<NodeMessage> m_taken;
};

}  // namespace lk::node
