#include "ui/packed_session.h"

namespace lk::ui {

quint32 WordPool::place(const QString& word) {
  if (const auto known = m_places.constFind(word); known != m_places.constEnd()) return *known;
  const auto place = static_cast<quint32>(m_words.size());
  m_words.push_back(word);
  m_places.insert(word, place);
  return place;
}

PackedSession packed(const node::SessionRow& row, WordPool& words) {
  PackedSession made;
  made.device = row.device.toStdString();
  made.address = row.address.toStdString();
  made.meta = row.meta;
  made.session = row.session;
  made.connectedAtMs = row.connectedAtMs;
  made.lastHeardAtMs = row.lastHeardAtMs;
  made.reports = row.reports;
  made.reportBytes = row.reportBytes;
  made.keepaliveS = row.keepaliveS;
  made.commandsPending = row.commandsPending;
  made.outBuffer = row.outBuffer;
  made.node = words.place(row.node);
  made.protocol = words.place(row.protocol);
  made.port = row.port;
  made.lastClose = row.lastClose;
  return made;
}

SessionRows::Block& SessionRows::own(std::size_t place) {
  std::shared_ptr<Block>& block = m_blocks[place];
  if (block.use_count() > 1) {
    auto made = std::make_shared<Block>();
    made->reserve(kBlock);
    made->assign(block->begin(), block->end());
    block = std::move(made);
  }
  return *block;
}

SessionRows::Entry& SessionRows::change(int slot) {
  const auto place = static_cast<std::size_t>(slot);
  return own(place / kBlock)[place % kBlock];
}

int SessionRows::add() {
  const int slot = m_size++;
  if (static_cast<std::size_t>(slot) % kBlock == 0) {
    m_blocks.push_back(std::make_shared<Block>());
    m_blocks.back()->reserve(kBlock);
  }
  own(m_blocks.size() - 1).emplace_back();
  return slot;
}

node::SessionRow SessionRows::row(int slot) const {
  const PackedSession& from = entry(slot).row;
  node::SessionRow made;
  made.session = from.session;
  made.device = QString::fromStdString(from.device);
  made.node = m_words.at(from.node);
  made.address = QString::fromStdString(from.address);
  made.port = from.port;
  made.protocol = m_words.at(from.protocol);
  made.connectedAtMs = from.connectedAtMs;
  made.lastHeardAtMs = from.lastHeardAtMs;
  made.keepaliveS = from.keepaliveS;
  made.reports = from.reports;
  made.reportBytes = from.reportBytes;
  made.commandsPending = from.commandsPending;
  made.outBuffer = from.outBuffer;
  made.lastClose = from.lastClose;
  made.meta = from.meta;
  return made;
}

}  // namespace lk::ui
