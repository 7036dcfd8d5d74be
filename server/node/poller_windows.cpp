#include "server/node/winsock_windows.h"
// After winsock2.h, which it must not include first.
#include <windows.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <system_error>
#include <unordered_map>
#include <vector>

#include "server/node/poller.h"

namespace lk::node {

namespace {

// What a packet of the completion port is about. A read's comes with its OVERLAPPED, an event's with its item.
enum Key : ULONG_PTR { kWake, kRead, kEvent };

constexpr DWORD kTryAgainMs = 50;  // to watch a socket that the system had no means for
constexpr DWORD kPatienceMs = 2'000;

bool has(Interest interest, Interest part) {
  return (static_cast<unsigned>(interest) & static_cast<unsigned>(part)) != 0;
}

// A socket. The system writes into it until each operation begun on it has come back through the port, however long
// ago the socket was closed.
struct Item {
  OVERLAPPED read{};
  HANDLE port = nullptr;
  Socket socket = kNoSocket;
  std::uint64_t token = 0;
  WSAEVENT event = WSA_INVALID_EVENT;  // only while its room to write is waited for
  HANDLE wait = nullptr;
  std::atomic<bool> eventComes = false;  // its packet is in the port
  Interest interest = Interest::None;
  bool readPending = false;
  bool queued = false;  // is among those to be reported at once
  bool ended = false;   // the other side has, and said so once
  bool removed = false;

  [[nodiscard]] bool isWithSystem() const { return readPending || eventComes.load(); }
};

// In a thread of the system's.
void CALLBACK eventCame(void* context, BOOLEAN /*timedOut*/) {
  auto* item = static_cast<Item*>(context);
  item->eventComes.store(true);
  if (::PostQueuedCompletionStatus(item->port, 0, kEvent, reinterpret_cast<OVERLAPPED*>(item)) == FALSE) {
    item->eventComes.store(false);
  }
}

// Readable: a receive of no bytes, which comes back once there are any, or the stream's end, and holds no buffer
// meanwhile. Writable: few sockets wait for that at a time, each with an event of its own. Both are armed anew after
// each report, which makes them level-triggered. Whoever does a turn of the loop may change interests while the loop's
// own thread waits; hence the lock, which is not held over a wait.
class PortPoller final : public Poller {
 public:
  explicit PortPoller(HANDLE port) : m_port(port) {}
  ~PortPoller() override;
  PortPoller(const PortPoller&) = delete;
  PortPoller& operator=(const PortPoller&) = delete;

  bool add(Socket socket, std::uint64_t token, Interest interest) override;
  void change(Socket socket, std::uint64_t token, Interest interest) override;
  void remove(Socket socket) override;
  std::size_t wait(std::span<Ready> ready, std::chrono::milliseconds atMost) override;
  void wake() override;

 private:
  void arm(Item& item);
  void armRead(Item& item);
  [[nodiscard]] bool armEvent(Item& item);
  static void disarmEvent(Item& item);
  static void endWait(Item& item);
  void retire(std::unique_ptr<Item> item);
  DWORD prepareWait(std::chrono::milliseconds atMost);
  void judge(const OVERLAPPED_ENTRY& entry, std::span<Ready> ready, std::size_t& filled);
  void judgeEvent(Item& item, std::span<Ready> ready, std::size_t& filled);
  void report(Item& item, bool readable, bool writable, std::span<Ready> ready, std::size_t& filled);

  Winsock m_winsock;
  HANDLE m_port;
  std::atomic<bool> m_wakeComes = false;
  std::mutex m_lock;
  std::unordered_map<Socket, std::unique_ptr<Item>> m_items;
  std::vector<std::unique_ptr<Item>> m_removed;  // some of them still with the system
  std::vector<Item*> m_toArm;
  std::vector<Item*> m_atOnce;  // those whose state was clear as they were armed
  std::array<OVERLAPPED_ENTRY, 256> m_entries{};
};

PortPoller::~PortPoller() {
  for (auto& [socket, item] : m_items) retire(std::move(item));
  const auto isFree = [](const std::unique_ptr<Item>& item) { return !item->isWithSystem(); };
  std::array<Ready, 1> nothing;
  while (std::erase_if(m_removed, isFree), !m_removed.empty()) {
    OVERLAPPED_ENTRY entry{};
    ULONG count = 0;
    if (::GetQueuedCompletionStatusEx(m_port, &entry, 1, &count, kPatienceMs, FALSE) == FALSE) break;
    std::size_t filled = 0;
    judge(entry, nothing, filled);
  }
  // What the system has not given back by now stays in memory, as it may still write there.
  for (auto& item : m_removed) (void)item.release();
  ::CloseHandle(m_port);
}

bool PortPoller::add(Socket socket, std::uint64_t token, Interest interest) {
  const HANDLE handle = reinterpret_cast<HANDLE>(socket);
  if (::CreateIoCompletionPort(handle, m_port, kRead, 0) == nullptr) return false;
  ::SetFileCompletionNotificationModes(handle, FILE_SKIP_SET_EVENT_ON_HANDLE);
  auto item = std::make_unique<Item>();
  item->port = m_port;
  item->socket = socket;
  item->token = token;
  item->interest = interest;
  const std::lock_guard lock(m_lock);
  arm(*item);
  m_items[socket] = std::move(item);
  return true;
}

void PortPoller::change(Socket socket, std::uint64_t token, Interest interest) {
  const std::lock_guard lock(m_lock);
  const auto found = m_items.find(socket);
  if (found == m_items.end()) return;
  Item& item = *found->second;
  item.token = token;
  item.interest = interest;
  arm(item);
}

void PortPoller::remove(Socket socket) {
  const std::lock_guard lock(m_lock);
  const auto found = m_items.find(socket);
  if (found == m_items.end()) return;
  retire(std::move(found->second));
  m_items.erase(found);
}

void PortPoller::retire(std::unique_ptr<Item> item) {
  item->removed = true;
  disarmEvent(*item);
  if (item->readPending) ::CancelIoEx(reinterpret_cast<HANDLE>(item->socket), &item->read);
  m_removed.push_back(std::move(item));
}

void PortPoller::arm(Item& item) {
  if (has(item.interest, Interest::Read) && !item.readPending && !item.queued) armRead(item);
  if (!has(item.interest, Interest::Write)) {
    disarmEvent(item);
  } else if (item.wait == nullptr && !item.eventComes.load() && !armEvent(item)) {
    m_toArm.push_back(&item);
  }
}

void PortPoller::armRead(Item& item) {
  char none = 0;
  WSABUF nothing{0, &none};
  DWORD flags = 0;
  item.read = {};
  item.readPending = true;
  if (::WSARecv(handleOf(item.socket), &nothing, 1, nullptr, &flags, &item.read, nullptr) == 0) return;
  if (::WSAGetLastError() == WSA_IO_PENDING) return;
  // An error: no packet will come of it, and the read will say which it is.
  item.readPending = false;
  item.queued = true;
  m_atOnce.push_back(&item);
}

// False when the system has no event or no wait to spare.
bool PortPoller::armEvent(Item& item) {
  if (item.event == WSA_INVALID_EVENT) item.event = ::WSACreateEvent();
  if (item.event == WSA_INVALID_EVENT) return false;
  // An end that was told once would be told again and again.
  const long wanted = FD_WRITE | FD_CONNECT | (item.ended ? 0 : FD_CLOSE);
  if (::WSAEventSelect(handleOf(item.socket), item.event, wanted) != 0) {
    item.queued = true;
    m_atOnce.push_back(&item);
    return true;
  }
  constexpr ULONG kHow = WT_EXECUTEONLYONCE | WT_EXECUTEINWAITTHREAD;
  return ::RegisterWaitForSingleObject(&item.wait, item.event, eventCame, &item, INFINITE, kHow) != FALSE;
}

// Afterwards the event's packet is in the port, or will never be.
void PortPoller::endWait(Item& item) {
  if (item.wait != nullptr) ::UnregisterWaitEx(item.wait, INVALID_HANDLE_VALUE);
  item.wait = nullptr;
}

void PortPoller::disarmEvent(Item& item) {
  endWait(item);
  if (item.event == WSA_INVALID_EVENT) return;
  ::WSAEventSelect(handleOf(item.socket), nullptr, 0);
  ::WSACloseEvent(item.event);
  item.event = WSA_INVALID_EVENT;
}

DWORD PortPoller::prepareWait(std::chrono::milliseconds atMost) {
  const std::lock_guard lock(m_lock);
  for (Item* item : std::exchange(m_toArm, {})) {
    if (!item->removed) arm(*item);
  }
  std::erase_if(m_atOnce, [](const Item* item) { return item->removed; });
  std::erase_if(m_removed, [](const std::unique_ptr<Item>& item) { return !item->isWithSystem(); });
  if (!m_atOnce.empty()) return 0;
  const auto patience = static_cast<DWORD>(std::max<std::chrono::milliseconds::rep>(atMost.count(), 0));
  return m_toArm.empty() ? patience : std::min(patience, kTryAgainMs);
}

std::size_t PortPoller::wait(std::span<Ready> ready, std::chrono::milliseconds atMost) {
  const DWORD patience = prepareWait(atMost);
  const auto room = static_cast<ULONG>(std::min(ready.size(), m_entries.size()));
  ULONG count = 0;
  if (::GetQueuedCompletionStatusEx(m_port, m_entries.data(), room, &count, patience, FALSE) == FALSE) count = 0;
  std::size_t filled = 0;
  const std::lock_guard lock(m_lock);
  for (ULONG i = 0; i < count; ++i) judge(m_entries[i], ready, filled);
  while (!m_atOnce.empty() && filled < ready.size()) {
    Item& item = *m_atOnce.back();
    m_atOnce.pop_back();
    item.queued = false;
    if (!item.removed) report(item, true, has(item.interest, Interest::Write), ready, filled);
  }
  return filled;
}

void PortPoller::judge(const OVERLAPPED_ENTRY& entry, std::span<Ready> ready, std::size_t& filled) {
  if (entry.lpCompletionKey == kWake) {
    m_wakeComes.store(false);
    return;
  }
  if (entry.lpCompletionKey == kEvent) {
    judgeEvent(*reinterpret_cast<Item*>(entry.lpOverlapped), ready, filled);
    return;
  }
  Item& item = *CONTAINING_RECORD(entry.lpOverlapped, Item, read);
  item.readPending = false;
  const bool failed = entry.lpOverlapped->Internal != 0;
  // What is not wanted any more is asked for again when it is; but a connection that broke is told of.
  if (!item.removed && (failed || has(item.interest, Interest::Read))) report(item, true, false, ready, filled);
}

void PortPoller::judgeEvent(Item& item, std::span<Ready> ready, std::size_t& filled) {
  item.eventComes.store(false);
  if (item.removed) return;
  if (item.event == WSA_INVALID_EVENT) {  // of an earlier wait to write
    m_toArm.push_back(&item);
    return;
  }
  endWait(item);
  WSANETWORKEVENTS events{};
  if (::WSAEnumNetworkEvents(handleOf(item.socket), item.event, &events) != 0) {
    report(item, true, true, ready, filled);
    return;
  }
  const auto came = [&](long which, int bit) {
    return (events.lNetworkEvents & which) != 0 && events.iErrorCode[bit] != 0;
  };
  const bool broken = came(FD_CLOSE, FD_CLOSE_BIT) || came(FD_CONNECT, FD_CONNECT_BIT);
  const bool writable = broken || (events.lNetworkEvents & (FD_WRITE | FD_CONNECT)) != 0;
  if ((events.lNetworkEvents & FD_CLOSE) != 0) item.ended = true;
  if (broken || writable) {
    report(item, broken, writable, ready, filled);
  } else {
    m_toArm.push_back(&item);
  }
}

void PortPoller::report(Item& item, bool readable, bool writable, std::span<Ready> ready, std::size_t& filled) {
  ready[filled++] = {item.token, readable, writable};
  m_toArm.push_back(&item);
}

void PortPoller::wake() {
  if (m_wakeComes.exchange(true)) return;
  if (::PostQueuedCompletionStatus(m_port, 0, kWake, nullptr) == FALSE) m_wakeComes.store(false);
}

}  // namespace

Result<std::unique_ptr<Poller>> Poller::create() {
  const HANDLE port = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1);
  if (port == nullptr) {
    const std::error_code why(static_cast<int>(::GetLastError()), std::system_category());
    return Error{Error::Code::Io, "cannot make a completion port: " + why.message()};
  }
  return std::unique_ptr<Poller>(std::make_unique<PortPoller>(port));
}

}  // namespace lk::node
