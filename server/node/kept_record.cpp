#include "server/node/kept_record.h"

#include <algorithm>
#include <functional>

namespace lk::node {

namespace {

template <unsigned bits>
constexpr std::uint64_t kBits = (std::uint64_t{1} << bits) - 1;

template <unsigned bits>
std::uint64_t atMost(std::int64_t value) {
  return static_cast<std::uint64_t>(std::clamp(value, std::int64_t{0}, static_cast<std::int64_t>(kBits<bits>)));
}

}  // namespace

std::uint32_t KeptRecord::markOf(std::string_view id) {
  return static_cast<std::uint32_t>(std::hash<std::string_view>{}(id)&kBits<24>);
}

static_assert(kMaxHistoryText <= 255, "sizes of texts are bytes");

KeptRecord::KeptRecord(const HistoryRecord& record)
    : m_seq(record.seq),
      m_atMs(record.atMs),
      m_session(record.session),
      m_lastedMs(atMost<40>(record.lastedMs) & kBits<40>),
      m_silentMsOrMark(atMost<24>(record.silentMs) & kBits<24>),
      m_kind(record.kind),
      m_reason(record.reason),
      m_status(record.status),
      m_durable(record.durable),
      m_code(record.code) {
  const auto address = std::string_view(record.address).substr(0, kMaxHistoryText);
  const auto id = std::string_view(record.id).substr(0, kMaxHistoryText);
  const auto detail = std::string_view(record.detail).substr(0, kMaxHistoryText);
  m_addressSize = static_cast<std::uint8_t>(address.size());
  m_idSize = static_cast<std::uint8_t>(id.size());
  m_texts.reserve(address.size() + id.size() + detail.size());
  m_texts.append(address).append(id).append(detail);
  if (isCommand()) m_silentMsOrMark = markOf(id) & kBits<24>;
}

void KeptRecord::change(std::int64_t atMs, std::uint64_t session, CommandStatus status, std::int16_t code,
                        std::string_view detail) {
  m_atMs = atMs;
  m_session = session;
  m_status = status;
  m_code = code;
  m_texts.resize(std::size_t{m_addressSize} + m_idSize);
  m_texts.append(detail.substr(0, kMaxHistoryText));
}

HistoryRecord KeptRecord::record() const {
  HistoryRecord record;
  record.seq = m_seq;
  record.atMs = m_atMs;
  record.session = m_session;
  record.lastedMs = static_cast<std::int64_t>(m_lastedMs);
  if (!isCommand()) record.silentMs = static_cast<std::int64_t>(m_silentMsOrMark);
  record.kind = m_kind;
  record.reason = m_reason;
  record.status = m_status;
  record.durable = m_durable;
  record.code = m_code;
  record.address = m_texts.substr(0, m_addressSize);
  record.id = id();
  record.detail = m_texts.substr(std::size_t{m_addressSize} + m_idSize);
  return record;
}

}  // namespace lk::node
