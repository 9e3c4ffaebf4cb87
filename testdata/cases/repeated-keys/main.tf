locals {
  # The last one counts, as in Terraform.
  index = { first = 1, first = 0, "second" = 2, second = 3 }
}

resource "aws_network_interface_attachment" "zero" {
  instance_id          = "i-0123456789abcdef0"
  network_interface_id = "eni-0123456789abcdef0"
  device_index         = local.index.first
}

resource "aws_network_interface_attachment" "three" {
  instance_id          = "i-0123456789abcdef0"
  network_interface_id = "eni-0123456789abcdef1"
  device_index         = local.index.second
}
