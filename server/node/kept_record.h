#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/node/history_record.h"

namespace lk::node {

// A record as the history keeps it, small: there is one of each device that is here, at the least.
class KeptRecord {
 public:
  // Of texts that are longer than kMaxHistoryText the rest is dropped.
  explicit KeptRecord(const HistoryRecord& record);

  [[nodiscard]] HistoryRecord record() const;
  [[nodiscard]] std::uint64_t seq() const { return m_seq; }
  [[nodiscard]] bool isCommand() const { return m_kind == HistoryKind::Command; }
  // A short form of a command's id: of a device's commands few have that of another.
  [[nodiscard]] static std::uint32_t markOf(std::string_view id);
  [[nodiscard]] bool isCommand(std::uint32_t mark, std::string_view withId) const {
    return isCommand() && m_silentMsOrMark == mark && id() == withId;
  }
  [[nodiscard]] std::size_t heapBytes() const { return m_texts.capacity() > kInPlace ? m_texts.capacity() + 1 : 0; }

  // What became of it: of a command, which stands in one record.
  void change(std::int64_t atMs, std::uint64_t session, CommandStatus status, std::int16_t code,
              std::string_view detail);

  // Whether it was told since it changed last.
  [[nodiscard]] bool untold() const { return m_untold; }
  void setUntold(bool untold) { m_untold = untold; }

 private:
  static constexpr std::size_t kInPlace = 15;  // characters that a string holds by itself

  [[nodiscard]] std::string_view id() const { return std::string_view(m_texts).substr(m_addressSize, m_idSize); }

  std::uint64_t m_seq;
  std::int64_t m_atMs;
  std::uint64_t m_session;
  std::uint64_t m_lastedMs : 40;  // 34 years
  // Four hours and a half; no device is silent for longer that is here. Of a command: its mark.
  std::uint64_t m_silentMsOrMark : 24;
  std::string m_texts;  // address, id, detail
  std::uint8_t m_addressSize = 0;
  std::uint8_t m_idSize = 0;
  HistoryKind m_kind;
  CloseReason m_reason;
  CommandStatus m_status;
  bool m_durable : 1;
  bool m_untold : 1 = false;
  std::int16_t m_code;
};

}  // namespace lk::node
