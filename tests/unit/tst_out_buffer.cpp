#include <QTest>
#include <random>

#include "server/node/out_buffer.h"
#include "server/wire/frame.h"

using namespace lk;
using node::OutBuffer;

namespace {

std::string frameOf(std::size_t payload) {
  std::string bytes;
  wire::appendFrame(bytes, wire::FrameType::Command, 1, std::string(payload, 'p'));
  return bytes;
}

}  // namespace

class TestOutBuffer : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void holdsNoMemoryOnceTaken() {
    OutBuffer out;
    out.append(frameOf(5000));
    QVERIFY(out.heapBytes() > 5000);
    out.taken(out.size());
    QVERIFY(out.empty());
    QCOMPARE(out.heapBytes(), std::size_t{0});
  }

  // Many devices may stall at once: what each takes is what waits for it, not what a string grows to.
  void trimmedItHoldsLittleMoreThanWhatWaits() {
    OutBuffer out;
    std::string all;
    for (int i = 0; i < 40; ++i) {
      const std::string frame = frameOf(1'000);
      all += frame;
      out.append(frame);
      if (i == 20) {
        out.taken(3'500);
        all.erase(0, 3'500);
      }
      out.trim();
      QVERIFY2(out.heapBytes() <= out.size() + out.size() / 4 + 1'025, QByteArray::number(i).constData());
      QVERIFY(out.waiting() == all);
    }
    out.dropWhole();
    QCOMPARE(out.size(), (4 * (1'000 + wire::kHeaderSize)) - 3'500);  // the rest of the frame it stands in
  }

  // Wherever the device stands, dropping what waits leaves it at the beginning of a frame.
  void droppingNeverCutsAFrame() {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
      OutBuffer out;
      std::string sent;
      for (auto steps = 1 + random() % 6; steps > 0; --steps) {
        for (auto frames = random() % 4; frames > 0; --frames) out.append(frameOf(random() % 60));
        const std::size_t count = out.empty() ? 0 : random() % (out.size() + 1);
        sent += out.waiting().substr(0, count);
        out.taken(count);
      }
      out.dropWhole();
      sent += out.waiting();
      std::string_view rest = sent;
      while (!rest.empty()) {
        QVERIFY(rest.size() >= wire::kHeaderSize);
        const std::size_t length = wire::frameLength(rest);
        QVERIFY(length <= rest.size());
        rest.remove_prefix(length);
      }
    }
  }

  void keepsOrder() {
    OutBuffer out;
    const std::string first = frameOf(10);
    const std::string second = frameOf(20);
    out.append(first);
    out.taken(5);
    out.append(second);
    QCOMPARE(std::string(out.waiting()), first.substr(5) + second);
  }
};

QTEST_APPLESS_MAIN(TestOutBuffer)
#include "tst_out_buffer.moc"
