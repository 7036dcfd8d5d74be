#pragma once

#include <QHash>
#include <QStringList>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/node/control_types.h"

namespace lk::ui {

// Words that many rows share, as the ids of nodes, each kept once.
class WordPool {
 public:
  quint32 place(const QString& word);
  [[nodiscard]] const QString& at(quint32 place) const { return m_words[place]; }
  [[nodiscard]] const QStringList& all() const { return m_words; }

 private:
  QStringList m_words;
  QHash<QString, quint32> m_places;
};

// A session in as few bytes as a table of a million rows needs: usual ids and addresses stand within the row itself.
struct PackedSession {
  std::string device;
  std::string address;
  QByteArray meta;
  quint64 session = 0;
  qint64 connectedAtMs = 0;
  qint64 lastHeardAtMs = 0;
  quint64 reports = 0;
  quint64 reportBytes = 0;
  quint32 keepaliveS = 0;
  quint32 commandsPending = 0;
  quint32 outBuffer = 0;
  quint32 node = 0;      // place in the pool
  quint32 protocol = 0;  // the same
  quint16 port = 0;
  std::optional<CloseReason> lastClose;
  bool operator==(const PackedSession&) const = default;
};

[[nodiscard]] PackedSession packed(const node::SessionRow& row, WordPool& words);

// All rows by their slots. A copy is cheap and stands still while the original goes on: what is changed in one of them
// is made its own first, a block at a time. A copy may be read in another thread, and is to be given up in the
// original's.
class SessionRows {
 public:
  struct Entry {
    PackedSession row;
    quint32 life = 0;  // rises with each new device in this slot
    quint32 seen = 0;  // by which whole list it was named last
    bool alive = false;
  };

  [[nodiscard]] int size() const { return m_size; }
  [[nodiscard]] const Entry& entry(int slot) const {
    const auto place = static_cast<std::size_t>(slot);
    return (*m_blocks[place / kBlock])[place % kBlock];
  }
  [[nodiscard]] Entry& change(int slot);
  // A new slot at the end.
  int add();
  [[nodiscard]] WordPool& words() { return m_words; }
  [[nodiscard]] const WordPool& words() const { return m_words; }
  [[nodiscard]] node::SessionRow row(int slot) const;

 private:
  static constexpr std::size_t kBlock = 512;
  using Block = std::vector<Entry>;

  [[nodiscard]] Block& own(std::size_t place);

  std::vector<std::shared_ptr<Block>> m_blocks;
  WordPool m_words;
  int m_size = 0;
};

}  // namespace lk::ui
