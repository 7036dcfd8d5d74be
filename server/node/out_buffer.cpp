#include "server/node/out_buffer.h"

#include "server/wire/frame.h"

namespace lk::node {

void OutBuffer::taken(std::size_t count) {
  if (count == size()) {
    clear();
    return;
  }
  const std::string_view bytes = waiting();
  std::size_t boundary = m_restOfFrame;
  while (boundary < count) boundary += wire::frameLength(bytes.substr(boundary));
  m_restOfFrame = boundary - count;
  m_taken += count;
  if (m_taken > m_bytes.size() / 2) {
    m_bytes.erase(0, m_taken);
    m_taken = 0;
  }
}

void OutBuffer::dropWhole() {
  std::string rest(waiting().substr(0, m_restOfFrame));
  m_bytes.swap(rest);
  m_taken = 0;
}

void OutBuffer::trim() {
  constexpr std::size_t kSlack = 1024;
  if (m_bytes.capacity() <= size() + size() / 4 + kSlack) return;
  std::string exact;
  exact.reserve(size() + size() / 8);
  exact.append(waiting());
  m_bytes.swap(exact);
  m_taken = 0;
}

void OutBuffer::clear() {
  std::string().swap(m_bytes);
  m_taken = 0;
  m_restOfFrame = 0;
}

}  // namespace lk::node
