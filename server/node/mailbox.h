#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace lk::node {

// Messages from any thread to one. Whoever posts into an empty box must wake the reader: one wake-up for all that
// is posted until the reader comes.
template <typename Message>
class Mailbox {
 public:
  // True: wake the reader.
  [[nodiscard]] bool post(Message message) {
    const std::lock_guard lock(m_mutex);
    m_messages.push_back(std::move(message));
    return m_messages.size() == 1;
  }

  // Takes all of messages, leaving it empty with its memory. True: wake the reader.
  [[nodiscard]] bool postAll(std::vector<Message>& messages) {
    if (messages.empty()) return false;
    const std::lock_guard lock(m_mutex);
    const bool wasEmpty = m_messages.empty();
    if (wasEmpty) {
      m_messages.swap(messages);
    } else {
      for (Message& message : messages) m_messages.push_back(std::move(message));
      messages.clear();
    }
    return wasEmpty;
  }

  // Everything posted so far, in order; into must be empty.
  void take(std::vector<Message>& into) {
    const std::lock_guard lock(m_mutex);
    into.swap(m_messages);
  }

 private:
  std::mutex m_mutex;
  std::vector<Message> m_messages;
};

}  // namespace lk::node
