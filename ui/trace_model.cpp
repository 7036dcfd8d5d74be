#include "ui/trace_model.h"

#include <QDateTime>

#include "ui/frame_words.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr qsizetype kShown = 64;  // bytes

}  // namespace

TraceModel::TraceModel(QObject* parent, std::size_t atMost) : QAbstractTableModel(parent), m_atMost(atMost) {}

void TraceModel::follow(const QString& device) {
  m_device = device;
  m_isPaused = false;
  clear();
}

void TraceModel::clear() {
  beginResetModel();
  m_frames.clear();
  m_held.clear();
  m_dropped = 0;
  endResetModel();
  Q_EMIT counted();
}

void TraceModel::take(const QList<node::TracedFrame>& frames, quint64 droppedByNode) {
  if (m_device.isEmpty()) return;
  std::deque<node::TracedFrame> fresh;
  for (const node::TracedFrame& frame : frames) {
    if (frame.device == m_device) fresh.push_front(frame);
  }
  m_dropped += droppedByNode;
  if (!m_isPaused) {
    add(fresh);
  } else {
    m_held.insert(m_held.begin(), fresh.begin(), fresh.end());
    if (m_held.size() > m_atMost) {
      m_dropped += m_held.size() - m_atMost;
      m_held.resize(m_atMost);
    }
  }
  if (!fresh.empty() || droppedByNode > 0) Q_EMIT counted();
}

void TraceModel::add(const std::deque<node::TracedFrame>& frames) {
  const std::size_t taken = std::min(frames.size(), m_atMost);
  m_dropped += frames.size() - taken;
  if (taken == 0) return;
  if (m_frames.size() + taken > m_atMost) {
    const std::size_t left = m_atMost - taken;
    beginRemoveRows({}, static_cast<int>(left), rowCount() - 1);
    m_dropped += m_frames.size() - left;
    m_frames.resize(left);
    endRemoveRows();
  }
  beginInsertRows({}, 0, static_cast<int>(taken) - 1);
  m_frames.insert(m_frames.begin(), frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(taken));
  endInsertRows();
}

void TraceModel::setPaused(bool paused) {
  if (m_isPaused == paused) return;
  m_isPaused = paused;
  if (!paused) add(std::exchange(m_held, {}));
  Q_EMIT counted();
}

const node::TracedFrame* TraceModel::at(int row) const {
  return row < 0 || row >= rowCount() ? nullptr : &m_frames[static_cast<std::size_t>(row)];
}

int TraceModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_frames.size());
}

int TraceModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant TraceModel::data(const QModelIndex& index, int role) const {
  const node::TracedFrame* frame = at(index.row());
  if (frame == nullptr || !index.isValid()) return {};
  const int column = index.column();
  if (role == Qt::TextAlignmentRole) return cellAlignment(column == Size);
  if (role == kMonospaceRole) return column == Hex || column == Text;
  if (role == kToneRole) {
    const Tone ofFrame = frame->fromDevice ? Tone::Normal : Tone::Good;
    return static_cast<int>(column == Frame ? ofFrame : column == Time ? Tone::Muted : Tone::Normal);
  }
  if (role == kPlainRole) {
    switch (column) {
      case Time: return QDateTime::fromMSecsSinceEpoch(frame->atUs / 1000).toString(Qt::ISODateWithMs);
      case Size: return QString::number(frame->length);
      case Hex: return QString::fromLatin1(frame->payload.toHex(' '));
      case Text: return frame_words::text(frame->payload, frame->payload.size());
      default: break;
    }
  }
  if (role != Qt::DisplayRole && role != kPlainRole && role != Qt::ToolTipRole) return {};
  switch (column) {
    case Time: return words::timeOfDay(frame->atUs / 1000);
    case Frame: return frame_words::arrow(frame->fromDevice) + QLatin1Char(' ') + frame_words::type(frame->type);
    case Size: return words::count(frame->length);
    case Hex: return frame_words::hex(frame->payload, kShown);
    case Text: return frame_words::text(frame->payload, kShown);
    default: return {};
  }
}

QVariant TraceModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return cellAlignment(section == Size);
  if (role == Qt::ToolTipRole && section == Frame) return tr("→ from the device, ← to the device");
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Time: return tr("Time");
    case Frame: return tr("Frame");
    case Size: return tr("Bytes");
    case Hex: return tr("Hex");
    case Text: return tr("Text");
    default: return {};
  }
}

}  // namespace lk::ui
