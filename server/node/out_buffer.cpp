#include "server/node/out_buffer.h"

#include "server/wire/frame.h"

namespace lk::node {

std::string& OutBuffer::tail() {
  if (!m_held) m_held = std::make_unique<Held>();
  return m_held->bytes;
}

void OutBuffer::taken(std::size_t count) {
  if (count == size()) {
    clear();
    return;
  }
  const std::string_view bytes = waiting();
  std::size_t boundary = m_held->restOfFrame;
  while (boundary < count) boundary += wire::frameLength(bytes.substr(boundary));
  m_held->restOfFrame = boundary - count;
  m_held->taken += count;
  if (m_held->taken > m_held->bytes.size() / 2) {
    m_held->bytes.erase(0, m_held->taken);
    m_held->taken = 0;
  }
}

void OutBuffer::dropWhole() {
  if (!m_held) return;
  std::string rest(waiting().substr(0, m_held->restOfFrame));
  m_held->bytes.swap(rest);
  m_held->taken = 0;
}

void OutBuffer::trim() {
  constexpr std::size_t kSlack = 1024;
  if (!m_held || m_held->bytes.capacity() <= size() + size() / 4 + kSlack) return;
  std::string exact;
  exact.reserve(size() + size() / 8);
  exact.append(waiting());
  m_held->bytes.swap(exact);
  m_held->taken = 0;
}

}  // namespace lk::node
