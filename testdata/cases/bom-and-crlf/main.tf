resource "aws_network_interface_attachment" "crlf" {
  instance_id          = "i-0123456789abcdef0" # é
  network_interface_id = "eni-0123456789abcdef0"
  device_index         = 0
}
