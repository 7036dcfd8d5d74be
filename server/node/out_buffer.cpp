#include "server/node/out_buffer.h"

#include <algorithm>
#include <utility>

#include "server/wire/frame.h"

namespace lk::node {

namespace {

constexpr std::size_t kPiece = 16 * 1024;  // one that has so much takes no more

}  // namespace

std::string& OutBuffer::tail() {
  if (!m_held) m_held = std::make_unique<Held>();
  Held& held = *m_held;
  std::string& last = held.more.empty() ? held.bytes : held.more.back();
  if (last.size() < kPiece) return last;
  fit(last);
  if (!held.more.empty()) held.moreBytes += last.size();
  return held.more.emplace_back();
}

std::string_view OutBuffer::from(std::size_t offset) const {
  if (!m_held) return {};
  std::string_view piece = std::string_view(m_held->bytes).substr(m_held->taken);
  for (const std::string& next : m_held->more) {
    if (offset < piece.size()) break;
    offset -= piece.size();
    piece = next;
  }
  return piece.substr(std::min(offset, piece.size()));
}

std::size_t OutBuffer::size() const {
  if (!m_held) return 0;
  const std::size_t first = m_held->bytes.size() - m_held->taken;
  return m_held->more.empty() ? first : first + m_held->moreBytes + m_held->more.back().size();
}

std::size_t OutBuffer::heapBytes() const {
  if (!m_held) return 0;
  std::size_t bytes = sizeof(Held) + m_held->bytes.capacity() + m_held->more.capacity() * sizeof(std::string);
  for (const std::string& piece : m_held->more) bytes += piece.capacity();
  return bytes;
}

void OutBuffer::taken(std::size_t count) {
  if (count == size()) {
    clear();
    return;
  }
  Held& held = *m_held;
  const std::string_view bytes = waiting();
  if (count == bytes.size()) {
    held.bytes = std::move(held.more.front());
    held.more.erase(held.more.begin());
    if (!held.more.empty()) held.moreBytes -= held.bytes.size();
    held.taken = 0;
    held.restOfFrame = 0;
    return;
  }
  std::size_t boundary = held.restOfFrame;
  while (boundary < count) boundary += wire::frameLength(bytes.substr(boundary));
  held.restOfFrame = boundary - count;
  held.taken += count;
  if (held.taken > held.bytes.size() / 2) {
    held.bytes.erase(0, held.taken);
    held.taken = 0;
  }
}

void OutBuffer::dropWhole() {
  if (!m_held) return;
  std::string rest(waiting().substr(0, m_held->restOfFrame));
  m_held->bytes.swap(rest);
  m_held->taken = 0;
  m_held->more = {};
  m_held->moreBytes = 0;
}

void OutBuffer::trim() {
  if (!m_held) return;
  m_held->bytes.erase(0, std::exchange(m_held->taken, 0));
  fit(m_held->bytes);
  if (!m_held->more.empty()) fit(m_held->more.back());
}

void OutBuffer::fit(std::string& bytes) {
  constexpr std::size_t kSlack = 1024;
  if (bytes.capacity() <= bytes.size() + bytes.size() / 4 + kSlack) return;
  std::string exact;
  exact.reserve(bytes.size() + bytes.size() / 8);
  exact.append(bytes);
  bytes.swap(exact);
}

}  // namespace lk::node
